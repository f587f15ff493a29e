import Foundation
import Jobs
import Postgres

/// Why a document can't be had.
package enum InvoiceError: Error, Sendable, Equatable {
    /// The booking isn't over, nothing was charged for it, or its invoice couldn't be issued.
    case noInvoice
    /// The booking has no correction with this id.
    case unknownCorrection
    /// The month isn't over, brought no commission, or the document couldn't be drawn.
    case noCommissionInvoice
}

/// What was issued for bookings, and to centres, for those who may see these.
package struct InvoiceFiles: Sendable {
    let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    /// A document that can be handed out.
    package struct File: Sendable {
        package let serial: String
        package let kind: Invoice.Kind
        package let pdf: [UInt8]
        package let sha256: [UInt8]
    }

    /// The invoice or receipt of a booking.
    ///
    /// - Parameter language: Nil: the one in which it was issued.
    /// - Returns: Nil while it is being numbered or drawn. Whoever asks for what isn't there has it drawn, in whichever
    ///   language.
    /// - Throws: `BookingError.unknownBooking`, `InvoiceError.noInvoice`
    package func invoice(
        ofBooking booking: Int64, in language: Language?, for user: SignedInUser
    ) async throws -> File? {
        let rows = try await pool.query(
            """
            SELECT b.invoice_id, b.status IN ('completed', 'cancelled', 'no_show') AND booking_price(b) > 0,
                EXISTS (SELECT FROM jobs j WHERE j.status = 'dead' AND j.kind = \(IssueInvoiceJob.name)
                    AND j.payload->>'bookingID' = b.id::text)
            FROM bookings b LEFT JOIN service_providers s ON s.id = b.provider_id
            WHERE b.id = \(booking) AND \(Bookings.isVisible(to: user))
            """)
        guard let row = rows.first else { throw BookingError.unknownBooking }
        let (id, isDue, isStuck) = try row.decode(Int64?.self, Bool.self, Bool.self)
        if let id { return try await file(id, in: language) }
        guard isDue, !isStuck else { throw InvoiceError.noInvoice }
        // It was enqueued with the step; this is for what was done before there were invoices.
        try await pool.withConnection { connection in
            _ = try await IssueInvoiceJob(bookingID: booking).enqueue(on: connection, uniqueKey: "booking:\(booking)")
        }
        return nil
    }

    /// A credit note or refund receipt of a booking.
    ///
    /// - Returns: Nil while it is being drawn.
    /// - Throws: `BookingError.unknownBooking`, `InvoiceError.unknownCorrection`
    package func correction(
        _ id: Int64, ofBooking booking: Int64, in language: Language?, for user: SignedInUser
    ) async throws -> File? {
        let known = try await all(ofBooking: booking, for: user)
        guard known.contains(where: { $0.id == id && $0.kind.isCorrection }) else {
            throw InvoiceError.unknownCorrection
        }
        return try await file(id, in: language)
    }

    /// All that was issued for a booking, in the order of issue.
    ///
    /// - Throws: `BookingError.unknownBooking`
    package func all(ofBooking booking: Int64, for user: SignedInUser) async throws -> [Invoice] {
        let visible = try await pool.query(
            """
            SELECT FROM bookings b LEFT JOIN service_providers s ON s.id = b.provider_id
            WHERE b.id = \(booking) AND \(Bookings.isVisible(to: user))
            """)
        guard !visible.isEmpty else { throw BookingError.unknownBooking }
        return try await pool.query(
            "SELECT \(Invoice.columns) FROM \(Invoice.tables) WHERE i.booking_id = \(booking) ORDER BY i.id"
        ).map { try Invoice($0) }
    }

    private func file(_ id: Int64, in language: Language?) async throws -> File? {
        let rows = try await pool.query(
            """
            SELECT i.serial, i.kind, f.pdf, f.sha256, i.language FROM invoices i
            LEFT JOIN invoice_files f ON f.invoice_id = i.id AND f.language = coalesce(\(language?.rawValue), i.language)
            WHERE i.id = \(id)
            """)
        guard let row = rows.first else { throw InvoiceError.noInvoice }
        let issuedIn: String = try row.column(4)
        if let pdf = try row.column(2, as: [UInt8]?.self), let sha256 = try row.column(3, as: [UInt8]?.self) {
            let kind: String = try row.column(1)
            return File(
                serial: try row.column(0), kind: Invoice.Kind(rawValue: kind) ?? .taxInvoice, pdf: pdf, sha256: sha256)
        }
        let wanted = language ?? Language(rawValue: issuedIn) ?? .english
        try await pool.withConnection { connection in
            _ = try await DrawInvoiceJob(invoiceID: id, language: wanted)
                .enqueue(on: connection, uniqueKey: "\(id):\(wanted.rawValue)")
        }
        return nil
    }
}
