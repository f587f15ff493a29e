/// Where a booking stands. Which step follows which, and whose it is, is in the table `booking_transitions`.
package enum BookingStatus: String, CaseIterable, Sendable {
    case held, pending, accepted
    case inProgress = "in_progress"
    case completed, rejected, cancelled
    case noShow = "no_show"
    case expired
}

/// Who goes to whom.
package enum BookingMode: String, CaseIterable, Sendable {
    /// The customer brings the iron to the centre.
    case walkIn = "walk_in"
    /// The centre comes, so its area has to cover the customer's place.
    case doorstep
}

package enum PaymentStatus: String, CaseIterable, Sendable {
    case unpaid, pending, paid
    case partiallyRefunded = "partially_refunded"
    case refunded, failed
}
