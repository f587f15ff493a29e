import Foundation
import Matching
import Postgres

extension Providers {
    /// Where a page of closures ends.
    package struct ClosurePosition: Sendable, Equatable {
        package let from: Date
        package let id: Int64

        package init(from: Date, id: Int64) {
            self.from = from
            self.id = id
        }
    }

    /// The closures that are not over, the next one first.
    ///
    /// - Throws: `ProviderError.unknownProvider`, also when the centre is somebody else's.
    package func closures(
        of provider: Int64, for user: SignedInUser, after: ClosurePosition?, limit: Int
    ) async throws -> Page<Closure, ClosurePosition> {
        try await checkAccess(to: provider, for: user)
        let rows = try await pool.query(
            """
            SELECT \(Closure.columns) FROM closures c
            WHERE c.provider_id = \(provider) AND upper(c.during) > now()
                AND (\(after == nil) OR (lower(c.during), c.id) > (\(after?.from), \(after?.id)))
            ORDER BY lower(c.during), c.id LIMIT \(limit + 1)
            """)
        return Page(try rows.map(Closure.init), limit: limit) { ClosurePosition(from: $0.from, id: $0.id) }
    }
}
