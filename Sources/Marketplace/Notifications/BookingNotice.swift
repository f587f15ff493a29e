import Foundation

/// What a person is told of a booking, in their inbox and by mail.
package struct BookingNotice: Sendable, Codable, Equatable {
    package enum Kind: String, CaseIterable, Sendable, Codable {
        // For the customer:
        /// By a dispatcher, whom they had asked.
        case booked
        case accepted, rejected, cancelled
        case otherCentre = "other_centre"
        /// No centre is left, and a dispatcher looks for one.
        case waiting = "waits_for_dispatcher"
        case rescheduled, completed
        case noShow = "no_show"
        case expired
        // For a centre's owner:
        case requested
        case requestCancelled = "request_cancelled"
        case requestRescheduled = "request_rescheduled"
        /// It is another centre's now.
        case requestMoved = "request_moved"
    }

    package let kind: Kind
    /// The booking's.
    package let reference: String
    package let centreName: String?
    package let startsAt: Date
    /// What whoever did it said. Of a move nobody said anything: its line of history notes the time before, and that is
    /// for programs.
    package let note: String?

    package init(_ kind: Kind, reference: String, centreName: String?, startsAt: Date, note: String?) {
        self.kind = kind
        self.reference = reference
        self.centreName = centreName
        self.startsAt = startsAt
        self.note = kind == .rescheduled || kind == .requestRescheduled ? nil : note
    }

    /// One line.
    package func title(in language: Language) -> String {
        switch language {
        case .english: BookingMails.englishSubject(kind, reference)
        case .tamil: BookingMails.tamilSubject(kind, reference)
        }
    }

    /// What happened, in a sentence or two on lines that fit a mail.
    package func fact(in language: Language) -> String {
        switch language {
        case .english: BookingMails.englishFact(kind)
        case .tamil: BookingMails.tamilFact(kind)
        }
    }
}
