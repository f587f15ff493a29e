import Foundation
import Postgres

/// A time at which a centre is closed although its weekly hours say open.
package struct Closure: Sendable, Equatable {
    package let id: Int64
    package let from: Date
    package let to: Date
    package let reason: String?

    /// The columns that `init(_:)` reads, in their order.
    static let columns: Query = "c.id, lower(c.during), upper(c.during), c.reason"

    init(_ row: PostgresRow) throws {
        (id, from, to, reason) = try row.decode(Int64.self, Date.self, Date.self, String?.self)
    }
}
