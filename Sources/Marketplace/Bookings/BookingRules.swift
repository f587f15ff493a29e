/// What the operator decides about bookings, by settings.
package struct BookingRules: Sendable, Equatable {
    /// How long a booking that is to be paid first keeps its time without a payment.
    package var holdMinutes: Int32 = 15
    /// How long a centre may take to answer.
    package var responseMinutes: Int32 = 60
    /// How often a booking goes on to another centre before a dispatcher is asked.
    package var rematches: Int32 = 3
    /// Cancelling and moving is free until so long before the start, and costs `lateFee_paise` afterwards.
    package var freeUntilHours: Int32 = 24
    package var lateFee_paise: Int64 = 0
    /// How long after its completion a repair may be done again free of charge.
    package var warrantyDays: Int32 = 30
    /// How far ahead may be booked.
    package var horizonDays: Int32 = 90

    package init() {}
}
