import Foundation
import Postgres

/// What a customer thought of a repair.
package struct Review: Sendable {
    package let booking_id: Int64
    package let rating: Int32
    package let text: String?
    /// The customer's first name: the rest is nobody's business.
    package let name: String
    package let createdAt: Date

    static let columns: Query = "r.booking_id, r.rating, r.text, u.name, r.created_at"

    init(_ row: PostgresRow) throws {
        booking_id = try row.column(0)
        rating = try row.column(1)
        text = try row.column(2)
        name = Self.firstName(try row.column(3))
        createdAt = try row.column(4)
    }

    /// Names here often begin, or end, with initials.
    static func firstName(_ name: String) -> String {
        let parts = name.split { $0 == "." || $0.isWhitespace }
        return String(parts.first { $0.count > 1 } ?? parts.first ?? "")
    }
}

/// The reviews of a centre.
package struct ReviewList: Sendable {
    package struct Position: Sendable {
        package let createdAt: Date
        package let booking_id: Int64

        package init(createdAt: Date, booking_id: Int64) {
            (self.createdAt, self.booking_id) = (createdAt, booking_id)
        }
    }

    /// Stars on the average; nil without reviews.
    package let rating: Double?
    package let count: Int32
    /// The newest first.
    package let page: Page<Review, Position>

    /// - Throws: `BookingError.unknownProvider`, also for a centre that isn't approved.
    package static func find(
        of centre: Int64, before: Position?, limit: Int, on pool: PostgresPool
    ) async throws -> ReviewList {
        let summary = try await pool.query(
            """
            SELECT r.stars::float8 / r.reviews, coalesce(r.reviews, 0)
            FROM service_providers s LEFT JOIN provider_ratings r ON r.provider_id = s.id
            WHERE s.id = \(centre) AND s.status = 'approved'
            """)
        guard let (rating, count) = try summary.first?.decode(Double?.self, Int32.self) else {
            throw BookingError.unknownProvider
        }
        let rows = try await pool.query(
            """
            SELECT \(Review.columns) FROM reviews r JOIN users u ON u.id = r.customer_id
            WHERE r.provider_id = \(centre)
                AND (\(before == nil) OR (r.created_at, r.booking_id) < (\(before?.createdAt), \(before?.booking_id)))
            ORDER BY r.created_at DESC, r.booking_id DESC LIMIT \(limit + 1)
            """)
        let page = Page(try rows.map(Review.init), limit: limit) {
            Position(createdAt: $0.createdAt, booking_id: $0.booking_id)
        }
        return ReviewList(rating: rating, count: count, page: page)
    }
}
