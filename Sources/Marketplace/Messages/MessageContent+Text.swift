import Foundation
import Gateways

extension MessageContent {
    var text: RegisteredText {
        switch self {
        case .booking(let notice):
            RegisteredText(
                "booking_\(notice.kind.rawValue)",
                [.init("reference", notice.reference), .init("time", AccountNotice.time(notice.startsAt))],
                english: BookingMails.englishSubject(notice.kind, "{reference}") + " ({time}). Istri",
                tamil: BookingMails.tamilSubject(notice.kind, "{reference}") + " ({time}). இஸ்திரி")
        case .money(let notice):
            RegisteredText(
                notice.kind.rawValue, [.init("reference", notice.reference), .init("amount", notice.amount ?? "-")],
                english: MoneyNotice.englishTitle(notice.kind, "{reference}") + ": {amount}. Istri",
                tamil: MoneyNotice.tamilTitle(notice.kind, "{reference}") + ": {amount}. இஸ்திரி")
        case .offer(let notice):
            RegisteredText(
                OfferNotice.kind, [.init("title", notice.words.title)], english: "{title}. Istri",
                tamil: "{title}. இஸ்திரி")
        }
    }
}

extension RegisteredText {
    /// All of them, to be registered before a live gateway may send them; the values of their variables mean nothing.
    package static var all: [RegisteredText] {
        let words = OfferWords(title: "", description: "")
        let bookings = BookingNotice.Kind.allCases.map { kind in
            MessageContent.booking(
                BookingNotice(kind, reference: "", centreName: nil, startsAt: .distantPast, note: nil))
        }
        let money = MoneyNotice.Kind.allCases.map { kind in
            MessageContent.money(
                MoneyNotice(kind, reference: "", centreName: nil, startsAt: .distantPast, variables: .init()))
        }
        return [loginCode("")] + AccountNotice.allCases.map { TextTemplate.accountNotice($0).text }
            + [TextTemplate.coverageBegun(pincode: "").text] + (bookings + money + [.offer(.init(words))]).map(\.text)
    }
}
