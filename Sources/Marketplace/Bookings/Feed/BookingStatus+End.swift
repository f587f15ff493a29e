extension BookingStatus {
    /// Whether no step follows.
    package var isEnd: Bool {
        switch self {
        case .held, .pending, .accepted, .inProgress: false
        case .completed, .rejected, .cancelled, .noShow, .expired: true
        }
    }
}
