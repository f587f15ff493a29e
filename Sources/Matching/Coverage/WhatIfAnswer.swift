import Postgres

/// The coverage before and after, of the state and of the districts that the ground in question meets.
package struct WhatIfAnswer: Sendable {
    package struct Amounts: Sendable, Equatable {
        package let coveredPincodes: Int32
        /// Geodesic.
        package let covered_km2: Double
        /// Estimated households.
        package let coveredDemand: Int64
    }

    package struct Row: Sendable {
        /// Nil for the state.
        package let lgd: Int32?
        package let name: String
        package let name_ta: String
        package let before: Amounts
        package let after: Amounts

        package var delta: Amounts {
            Amounts(
                coveredPincodes: after.coveredPincodes - before.coveredPincodes,
                covered_km2: after.covered_km2 - before.covered_km2,
                coveredDemand: after.coveredDemand - before.coveredDemand)
        }
    }

    package let state: Row
    /// By name.
    package let districts: [Row]
    /// Pincodes that begin to be covered at all, ascending.
    package let gained: [Pincode]
    /// Those that cease to be.
    package let lost: [Pincode]
    /// Other centres with an area that shares ground with an added one, the nearest to the middle of what is added first;
    /// `WhatIf.mostOverlapping` at most.
    package let overlapping: [OverlappingCentre]
    /// How many there are, named or not; nil when that couldn't be told within a second.
    package let overlappingTotal: Int?

    package struct OverlappingCentre: Sendable, Equatable {
        package let id: Int64
        package let name: String
    }
}

extension WhatIfAnswer {
    /// - Parameter rows: Of the function `coverage_what_if`.
    init(_ rows: PostgresRows, overlapping: [OverlappingCentre], total: Int?) throws {
        let read = try rows.map { try Row($0) }
        state = read[0]
        districts = Array(read.dropFirst())
        gained = try rows[0].column(9, as: [Int32].self).compactMap { Pincode($0) }
        lost = try rows[0].column(10, as: [Int32].self).compactMap { Pincode($0) }
        self.overlapping = overlapping
        overlappingTotal = total
    }
}

extension WhatIfAnswer.OverlappingCentre {
    init(_ row: PostgresRow) throws {
        id = try row.column(0)
        name = try row.column(1)
    }
}

extension WhatIfAnswer.Row {
    fileprivate init(_ row: PostgresRow) throws {
        lgd = try row.column(0)
        name = try row.column(1)
        name_ta = try row.column(2)
        before = try WhatIfAnswer.Amounts(row, column: 3)
        after = try WhatIfAnswer.Amounts(row, column: 6)
    }
}

extension WhatIfAnswer.Amounts {
    fileprivate init(_ row: PostgresRow, column: Int) throws {
        coveredPincodes = try row.column(column)
        covered_km2 = try row.column(column + 1)
        coveredDemand = try row.column(column + 2)
    }
}
