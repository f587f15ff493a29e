import Foundation
import Postgres

/// When a centre is closed whatever its weekly hours say: the database's `closed_during`.
package struct ClosedTimes: Sendable, Equatable {
    /// Half-open, ascending, not touching each other; those long over may be among them.
    package let ranges: [Range<Date>]

    package static let never = ClosedTimes(ranges: [])

    package init(ranges: [Range<Date>]) { self.ranges = ranges }

    /// When the closure in force at the moment ends; nil when there is none.
    package func end(at date: Date) -> Date? {
        ranges.first { $0.contains(date) }?.upperBound
    }

    /// When the next closure after the moment begins; nil when none will.
    package func nextStart(after date: Date) -> Date? {
        ranges.first { $0.lowerBound > date }?.lowerBound
    }
}

extension ClosedTimes: PostgresDecodable {
    /// From the binary form of `tstzmultirange`: a count, then for each range its length, flags and bounds in
    /// microseconds since 2000.
    package init(
        postgres bytes: UnsafeRawBufferPointer, type: PostgresType
    ) throws(PostgresDecodingFailure) {
        var reader = BigEndianReader(bytes: bytes)
        guard let count = reader.int32(), count >= 0 else { throw .malformed("a tstzmultirange") }
        var ranges: [Range<Date>] = []
        for _ in 0..<count {
            // Flag 2: the lower bound belongs to it. The constraint closures_bounds lets no other in.
            guard reader.int32() == 25, reader.byte() == 2, reader.int32() == 8, let lower = reader.int64(),
                reader.int32() == 8, let upper = reader.int64(), lower < upper
            else { throw .malformed("a tstzmultirange of finite, half-open ranges") }
            ranges.append(Self.date(lower)..<Self.date(upper))
        }
        self.init(ranges: ranges)
    }

    private static func date(_ microseconds: Int64) -> Date {
        Date(timeIntervalSince1970: 946_684_800 + Double(microseconds) / 1_000_000)
    }
}
