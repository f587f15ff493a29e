import Foundation

/// What a message says: which template, with the variables that it has, each of its own kind. The words are made when it
/// is sent or read, so in the reader's language of the day.
package enum MessageContent: Sendable, Equatable {
    case booking(BookingNotice)
    case money(MoneyNotice)
    case offer(OfferNotice)

    /// The names of all templates, as rows have them.
    package static let kinds =
        BookingNotice.Kind.allCases.map(\.rawValue) + MoneyNotice.Kind.allCases.map(\.rawValue) + [OfferNotice.kind]

    package var kind: String {
        switch self {
        case .booking(let notice): notice.kind.rawValue
        case .money(let notice): notice.kind.rawValue
        case .offer: OfferNotice.kind
        }
    }

    /// One line.
    package func title(in language: Language) -> String {
        switch self {
        case .booking(let notice): notice.title(in: language)
        case .money(let notice): notice.title(in: language)
        case .offer(let notice): notice.words.title(in: language)
        }
    }

    /// What it is about, on lines that fit a mail; an offer's in the words of whoever wrote it.
    package func fact(in language: Language) -> String {
        switch self {
        case .booking(let notice): notice.fact(in: language)
        case .money(let notice): notice.fact(in: language)
        case .offer(let notice): notice.words.description(in: language)
        }
    }

    /// The booking's that it is about.
    package var reference: String? {
        switch self {
        case .booking(let notice): notice.reference
        case .money(let notice): notice.reference
        case .offer: nil
        }
    }

    package var centreName: String? {
        switch self {
        case .booking(let notice): notice.centreName
        case .money(let notice): notice.centreName
        case .offer: nil
        }
    }

    /// The booking's.
    package var startsAt: Date? {
        switch self {
        case .booking(let notice): notice.startsAt
        case .money(let notice): notice.startsAt
        case .offer: nil
        }
    }

    /// What whoever did it said.
    package var note: String? {
        if case .booking(let notice) = self { notice.note } else { nil }
    }

    package var amount_paise: Int64? {
        if case .money(let notice) = self { notice.variables.amount_paise } else { nil }
    }

    func mail(in language: Language, site: String) -> MailText {
        switch self {
        case .booking(let notice): BookingMails.text(notice, language, site: site)
        case .money(let notice): notice.mail(in: language, site: site)
        case .offer(let notice): notice.mail(in: language, site: site)
        }
    }
}
