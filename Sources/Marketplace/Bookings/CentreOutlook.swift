import Foundation
import Postgres

/// What visitors are told of a centre besides what it says of itself.
package struct CentreOutlook: Sendable {
    package struct Rating: Sendable {
        /// The mean, from 1 to 5.
        package let average: Double
        package let reviews: Int32
    }

    /// When somebody who brings an iron for the shortest repair can come; nil: it is booked out, or closed, as far ahead
    /// as can be booked.
    package let nextFreeAt: Date?
    /// Nil before the first review.
    package let rating: Rating?
}

extension Bookings {
    /// One round trip. Of a centre that isn't approved only the rating is told.
    package func outlook(of provider: Int64) async throws -> CentreOutlook {
        let rows = try await pool.query(
            """
            SELECT f.starts_at, r.stars::float8 / r.reviews, r.reviews
            FROM (SELECT) AS one
            LEFT JOIN provider_ratings r ON r.provider_id = \(provider)
            LEFT JOIN (service_providers s CROSS JOIN LATERAL booking_next_free(s.id, 'bench',
                    booking_minutes(s.id, '{}'), now(), now() + make_interval(days => \(rules.horizonDays)), 1) AS f)
                ON s.id = \(provider) AND s.status = 'approved'
            """)
        let (nextFreeAt, average, reviews) = try rows[0].decode(Date?.self, Double?.self, Int32?.self)
        guard let average, let reviews else { return CentreOutlook(nextFreeAt: nextFreeAt, rating: nil) }
        return CentreOutlook(nextFreeAt: nextFreeAt, rating: .init(average: average, reviews: reviews))
    }
}
