import Matching

extension GapList.Position {
    var cursor: String { Cursor.text([Int64(coverageCount), Int64(demand), Int64(pincode)]) }

    /// - Throws: `Problem` 422 when it isn't one of ours.
    init(cursor: String) throws {
        let numbers = try Cursor.int32s(cursor, count: 3)
        self.init(coverageCount: numbers[0], demand: numbers[1], pincode: numbers[2])
    }
}

extension FragileList.Position {
    var cursor: String { Cursor.text([Int64(demand), Int64(pincode)]) }

    /// - Throws: `Problem` 422 when it isn't one of ours.
    init(cursor: String) throws {
        let numbers = try Cursor.int32s(cursor, count: 2)
        self.init(demand: numbers[0], pincode: numbers[1])
    }
}

extension OverlapList.Position {
    /// The shared ground by its bits: what is shown of it is rounded.
    var cursor: String { Cursor.text([Int64(bitPattern: shared_km2.bitPattern), area, otherArea]) }

    /// - Throws: `Problem` 422 when it isn't one of ours.
    init(cursor: String) throws {
        let numbers = try Cursor.integers(cursor, count: 3)
        let shared_km2 = Double(bitPattern: UInt64(bitPattern: numbers[0]))
        guard shared_km2.isFinite, shared_km2 >= 0 else { throw Cursor.notOurs }
        self.init(shared_km2: shared_km2, area: numbers[1], otherArea: numbers[2])
    }
}

extension Cursor {
    fileprivate static func int32s(_ text: String, count: Int) throws -> [Int32] {
        let numbers = try integers(text, count: count).compactMap { Int32(exactly: $0) }
        guard numbers.count == count, numbers.allSatisfy({ $0 >= 0 }) else { throw notOurs }
        return numbers
    }
}
