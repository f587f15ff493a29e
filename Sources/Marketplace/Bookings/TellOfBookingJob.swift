import Jobs

/// Tells a booking's customer, its centre's owner or both of a step. Enqueued in the step's transaction, in SQL by
/// `booking_tell`.
package struct TellOfBookingJob: Job, Hashable {
    package static let name = "tell_of_booking"
    package let bookingID: Int64
    /// Of `booking_history`.
    package let historyID: Int64

    package init(bookingID: Int64, historyID: Int64) {
        self.bookingID = bookingID
        self.historyID = historyID
    }
}
