import Postgres

/// What a booking costs, and what became of that.
package struct BookingMoney: Sendable {
    package let booking_id: Int64
    package let paymentStatus: PaymentStatus
    /// As it stands, less what was given back of it on request.
    package let payable_paise: Int64
    /// What came in, or is ours to take.
    package let paid_paise: Int64
    package let refunded_paise: Int64
    /// On its way back.
    package let refunding_paise: Int64
    /// The oldest first.
    package let payments: [Payment]
    package let refunds: [Refund]

    /// What is still to be paid.
    package var due_paise: Int64 { max(0, payable_paise - (paid_paise - refunded_paise - refunding_paise)) }
}

extension Payments {
    /// - Throws: `BookingError.unknownBooking`, also when it is none of the user's business.
    package func money(of booking: Int64, for user: SignedInUser) async throws -> BookingMoney {
        let sums = try await pool.query(
            """
            SELECT b.payment_status, booking_payable(b.id), m.paid_paise, m.refunded_paise, m.refunding_paise
            FROM \(Booking.tables) CROSS JOIN LATERAL booking_paid(b.id) AS m
            WHERE b.id = \(booking) AND \(Bookings.isVisible(to: user))
            """)
        guard let row = sums.first else { throw BookingError.unknownBooking }
        let payments = try await pool.query(
            "SELECT \(Payment.columns) FROM \(Payment.tables) WHERE p.booking_id = \(booking) ORDER BY p.id"
        ).map(Payment.init)
        let refunds = try await pool.query(
            "SELECT \(Refund.columns) FROM refunds r WHERE r.booking_id = \(booking) ORDER BY r.id"
        ).map(Refund.init)
        return BookingMoney(
            booking_id: booking, paymentStatus: try row.word(0), payable_paise: try row.column(1),
            paid_paise: try row.column(2), refunded_paise: try row.column(3), refunding_paise: try row.column(4),
            payments: payments, refunds: refunds)
    }

    /// - Throws: `PaymentError.unknownPayment`, also when it is none of the user's business.
    package func payment(_ id: Int64, for user: SignedInUser) async throws -> Payment {
        let rows = try await pool.query(
            """
            SELECT \(Payment.columns) FROM \(Payment.tables) LEFT JOIN service_providers s ON s.id = b.provider_id
            WHERE p.id = \(id) AND \(Bookings.isVisible(to: user))
            """)
        guard let row = rows.first else { throw PaymentError.unknownPayment }
        return try Payment(row)
    }
}
