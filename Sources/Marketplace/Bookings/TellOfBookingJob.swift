import Jobs

/// Tells those whom it concerns of a line of a booking's history. `sql/functions/booking_tell.sql` enqueues it in the
/// transaction of the change.
package struct TellOfBookingJob: Job {
    package static let name = "tell_of_booking"

    package let bookingID: Int64
    package let historyID: Int64

    package init(bookingID: Int64, historyID: Int64) {
        self.bookingID = bookingID
        self.historyID = historyID
    }
}
