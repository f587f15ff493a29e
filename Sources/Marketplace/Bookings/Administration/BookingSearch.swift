import Matching
import Postgres

/// Which bookings an operator's list shows, the last made first; all of the conditions hold.
package struct BookingSearch: Sendable {
    /// The centre's.
    package var city: String?
    /// The centre's, a name or an LGD code.
    package var district: String?
    package var status: BookingStatus?
    package var paymentStatus: PaymentStatus?
    package var provider: Int64?
    /// Days of the appointment in Asia/Kolkata, as 2026-11-23; `to` is the first that doesn't count.
    package var from: String?
    package var to: String?
    package var limit = 20
    /// Only bookings with smaller ids.
    package var before: Int64?

    package init() {}

    /// As `page`, and the audit says who looked at which.
    package func shown(to reader: Actor, on pool: PostgresPool) async throws -> Page<Booking, Int64> {
        try await pool.withTransaction(isolation: .readCommitted) { transaction in
            let page = try await page(on: transaction)
            guard !page.items.isEmpty else { return page }
            var seen = asked
            seen["bookings"] = [nil, page.items.map { String($0.id) }.joined(separator: " ")]
            try await AuditEntry("booking.read", "booking", nil, change: seen)
                .recordOncePerHour(by: reader, on: transaction)
            return page
        }
    }

    /// - Parameter transaction: Of its own, since it plans for the values at hand from then on.
    /// - Throws: `MatchingError.unknownDistrict`.
    package func page(on transaction: PostgresConnection) async throws -> Page<Booking, Int64> {
        let rows = try await transaction.query(try await statement(on: transaction))
        return Page(try rows.map(Booking.init), limit: limit) { $0.id }
    }

    /// Of the conditions that are asked for, so that each kind of question gets an index of its own.
    func statement(on transaction: PostgresConnection) async throws -> Query {
        // A plan for any city is none for a small one.
        _ = try await transaction.query(
            """
            SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true)
            """)
        let centres = try await centres(on: transaction)
        let wanted = conditions(centres).joined(separator: " AND ")
        // What is rare, or long past, lies behind all that was made since: it isn't looked for from the end.
        var isCollected = from != nil && to != nil
        if !isCollected, let centres { isCollected = try await Self.areHardlyBooked(centres, on: transaction) }
        guard isCollected else {
            return """
                SELECT \(Booking.columns) FROM \(Booking.tables) WHERE \(wanted) ORDER BY b.id DESC LIMIT \(limit + 1)
                """
        }
        return """
            WITH found AS MATERIALIZED (SELECT b.id FROM bookings b WHERE \(wanted)),
            last AS (SELECT id FROM found ORDER BY id DESC LIMIT \(limit + 1))
            SELECT \(Booking.columns) FROM \(Booking.tables) WHERE b.id IN (SELECT id FROM last) ORDER BY b.id DESC
            """
    }

    /// Nil: any, and bookings without one too.
    private func centres(on transaction: PostgresConnection) async throws -> [Int64]? {
        guard city != nil || district != nil else { return provider.map { [$0] } }
        var conditions: [Query] = []
        if let provider { conditions.append("id = \(provider)") }
        if let city { conditions.append("lower(city) = lower(\(city))") }
        if let district {
            conditions.append("district_lgd = \(try await District.find(district, on: transaction).lgd)")
        }
        return try await transaction.query(
            "SELECT id FROM service_providers WHERE \(conditions.joined(separator: " AND "))"
        ).map { try $0.decode(Int64.self) }
    }

    /// Whether all bookings of the centres are read sooner than a page of them is found from the end.
    private static func areHardlyBooked(
        _ centres: [Int64], on transaction: PostgresConnection
    ) async throws -> Bool {
        let few: Int64 = 20_000
        return try await transaction.query(
            """
            SELECT count(*) < \(few)
            FROM (SELECT FROM bookings WHERE provider_id = ANY (\(centres)) LIMIT \(few)) AS b
            """)[0].decode(Bool.self)
    }

    private func conditions(_ centres: [Int64]?) -> [Query] {
        var conditions: [Query] = ["b.id < \(before ?? .max)"]
        if let centres { conditions.append("b.provider_id = ANY (\(centres))") }
        // As literals, for the partial indexes of what is rare.
        if let status { conditions.append(Query(unsafeSQL: "b.status = '\(status.rawValue)'")) }
        if let paymentStatus { conditions.append(Query(unsafeSQL: "b.payment_status = '\(paymentStatus.rawValue)'")) }
        if let from { conditions.append("b.scheduled_at >= (\(from)::date)::timestamp AT TIME ZONE 'Asia/Kolkata'") }
        if let to { conditions.append("b.scheduled_at < (\(to)::date)::timestamp AT TIME ZONE 'Asia/Kolkata'") }
        return conditions
    }

    /// For the audit: what was looked for.
    private var asked: [String: [String?]] {
        let given: [String: String?] = [
            "city": city, "district": district, "status": status?.rawValue, "payment_status": paymentStatus?.rawValue,
            "provider_id": provider.map(String.init), "from": from, "to": to,
        ]
        return given.compactMapValues { $0.map { [nil, $0] } }
    }
}

extension Bookings {
    /// The booking with the reference as people read it out: in any case, with spaces, O for 0, I and L for 1.
    ///
    /// - Throws: `BookingError.unknownBooking`.
    package func booking(reference: String) async throws -> Booking {
        let spoken = reference.uppercased().filter { !$0.isWhitespace && $0 != "-" }
            .replacing("O", with: "0").replacing("I", with: "1").replacing("L", with: "1")
        let rows = try await pool.query(
            "SELECT \(Booking.columns) FROM \(Booking.tables) WHERE b.reference = \(spoken)")
        guard let row = rows.first else { throw BookingError.unknownBooking }
        return try Booking(row)
    }
}
