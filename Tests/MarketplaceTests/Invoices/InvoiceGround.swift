import Foundation
import Jobs
import Marketplace
import Postgres
import Synchronization
import Testing

@testable import Marketplace

/// Centres, and bookings at them that are done.
struct InvoiceGround: Sendable {
    static let registered = "33AAACH7409R1Z8"
    static let registeredInPuducherry = "34AAACH7409R1Z6"

    let pool: PostgresPool
    let invoices: Invoices
    let customer: Int64
    private let hours = Hours()

    private final class Hours: Sendable {
        let last = Atomic(0)
    }

    init(_ pool: PostgresPool, rules: InvoiceRules = InvoiceRules()) async throws {
        self.pool = pool
        invoices = Invoices(pool: pool, rules: rules)
        customer = try await signedInUser(.customer, on: pool).id
    }

    func centre(gstin: String? = registered, name: String = "Velan Iron Works") async throws -> Int64 {
        let owner = try await signedInUser(.provider, on: pool).id
        return try await pool.withTransaction { transaction in
            try await transaction.query(
                """
                INSERT INTO service_providers (user_id, center_name, address, city, district_lgd, pincode, phone, lat,
                    lng, location_source, status, open_minutes, gstin)
                SELECT \(owner), \(name), '12 Mint Street', 'Chennai', p.district_lgd, p.pincode, '+914428521234',
                    p.lat, p.lng, 'pin', 'approved', '{[0,10080)}', \(gstin)
                FROM pincodes p WHERE p.pincode = 600001 RETURNING id
                """)[0].decode(Int64.self)
        }
    }

    /// - Parameters:
    ///   - total: Less than the prices together where there was a discount; nil: without one.
    ///   - roundOff: What was rounded of it after the discount.
    ///   - place: Pincode and point of the customer's door.
    func booking(
        at centre: Int64, prices: [Int64] = [45_000], total: Int64? = nil, roundOff: Int64 = 0,
        fee: Int64 = 0, status: String = "completed",
        place: (pincode: Int32, lat: Double?, lng: Double?) = (600_004, nil, nil)
    ) async throws -> Int64 {
        let total = total ?? prices.reduce(0, +)
        let discount = prices.reduce(roundOff - total, +)
        let hour = Int32(hours.last.wrappingAdd(1, ordering: .relaxed).newValue)
        return try await pool.withTransaction { transaction in
            var offer: Int64?
            if discount > 0 {
                offer = try await transaction.query(
                    "INSERT INTO offers (title, description, target) VALUES ('Less', 'Less.', '{\"all\": true}') RETURNING id"
                )[0].decode(Int64.self)
            }
            let booking = try await transaction.query(
                """
                INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, lat, lng,
                    scheduled_at, ends_at, during, total_paise, discount_paise, round_off_paise,
                    offer_id, fee_paise, changed_role)
                SELECT \(customer), r.provider_id, r.id, \(status), 'walk_in', \(place.pincode), \(place.lat),
                    \(place.lng), t.at, t.at + interval '1 hour', tstzrange(t.at, t.at + interval '1 hour'),
                    \(total), \(discount), \(roundOff), \(offer), \(fee), 'system'
                FROM booking_resources r
                CROSS JOIN (SELECT date_trunc('hour', now()) + make_interval(hours => \(hour)) AS at) AS t
                WHERE r.provider_id = \(centre) AND r.kind = 'bench' AND r.number = 1 RETURNING id
                """)[0].decode(Int64.self)
            try await transaction.execute(
                """
                INSERT INTO booking_items (booking_id, service, price_paise, minutes)
                SELECT \(booking), s.service, p.price, 30
                FROM unnest(\(prices)) WITH ORDINALITY AS p (price, n)
                JOIN (SELECT service, row_number() OVER (ORDER BY position) AS n FROM services) AS s
                    ON s.n = (p.n - 1) % 10 + 1
                """)
            return booking
        }
    }

    /// Must be issued.
    func issued(_ booking: Int64) async throws -> Invoice {
        let id = try #require(try await invoices.issue(bookingID: booking))
        return try await invoice(id)
    }

    func invoice(_ id: Int64) async throws -> Invoice {
        try #require(try await pool.withConnection { try await Invoice.find(id, on: $0) })
    }

    /// A payment in cash, of which a part was given back.
    func refund(_ booking: Int64, _ amount: Int64, cause: String = "requested", reason: String? = nil) async throws
        -> Int64
    {
        try await pool.withTransaction { transaction in
            try await transaction.query(
                """
                WITH payment AS (
                    INSERT INTO payments (booking_id, method, status, amount_paise, received_paise, received_by, txn_id,
                        captured_at)
                    VALUES (\(booking), 'manual', 'captured', 100000000, 100000000, 'provider', gen_random_uuid()::text,
                        now())
                    RETURNING id)
                INSERT INTO refunds (payment_id, booking_id, amount_paise, status, cause, reason, processed_at)
                SELECT id, \(booking), \(amount), 'processed', \(cause), \(reason), now() FROM payment RETURNING id
                """)[0].decode(Int64.self)
        }
    }

    /// Must be issued.
    func corrected(_ refund: Int64) async throws -> Invoice {
        let id = try #require(try await invoices.issueCorrection(refundID: refund))
        return try await invoice(id)
    }

    /// Of a series, in the order of the numbers.
    func numbers(_ series: String = registered, kind: String = "tax_invoice") async throws -> [Int32] {
        try await pool.query(
            "SELECT number FROM invoices WHERE series = \(series) AND kind = \(kind) ORDER BY number"
        ).map { try $0.decode(Int32.self) }
    }
}
