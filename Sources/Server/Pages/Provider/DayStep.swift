import Marketplace

/// What an owner makes of a booking by one tap; `calendar.step.<rawValue>` is the word on the button.
enum DayStep: String, CaseIterable, Sendable {
    case accepted, rejected, completed
    case inProgress = "in_progress"
    case noShow = "no_show"

    var status: BookingStatus {
        switch self {
        case .accepted: .accepted
        case .rejected: .rejected
        case .completed: .completed
        case .inProgress: .inProgress
        case .noShow: .noShow
        }
    }

    /// What is told once it is done.
    var done: String { "calendar.\(rawValue)" }

    /// Those that a booking as it stands has.
    static func possible(for status: BookingStatus) -> [DayStep] {
        switch status {
        case .pending: [.accepted, .rejected]
        case .accepted: [.inProgress, .noShow]
        case .inProgress: [.completed]
        default: []
        }
    }
}
