/// The bind parameters of a query, in one buffer, as they will be handed to libpq.
package struct Parameters: Sendable {
    struct Slot {
        var type: PostgresType
        /// Where the value begins in `bytes`.
        var start: Int
        /// -1 for NULL.
        var length: Int
        /// Where the placeholder stands in the text, in UTF-8 bytes; needed to splice the text into another.
        var placeholderOffset: Int
    }

    private(set) var slots: [Slot] = []
    private(set) var bytes: [UInt8] = []
    /// Why these values can't be sent. An interpolation can't throw, so the call that sends the query does.
    private(set) var defect: PostgresParameterDefect?

    var count: Int { slots.count }
    var placeholderOffsets: some Sequence<Int> { slots.lazy.map(\.placeholderOffset) }

    mutating func reserveCapacity(_ count: Int) {
        slots.reserveCapacity(count)
        bytes.reserveCapacity(count * 16)
    }

    mutating func append<Value: PostgresEncodable>(_ value: Value, placeholderOffset: Int) {
        var encoder = PostgresEncoder(taking: &bytes)
        let start = encoder.bytes.count
        value.encode(into: &encoder)
        let length = encoder.isNull ? -1 : encoder.bytes.count - start
        // Ends a value in text format, and gives an empty one an address.
        encoder.bytes.append(0)
        defect = defect ?? encoder.defect.map { .init(index: count, reason: $0) }
        swap(&bytes, &encoder.bytes)
        slots.append(
            Slot(type: Value.postgresType, start: start, length: length, placeholderOffset: placeholderOffset))
    }

    mutating func append(_ index: Int, of other: Parameters, placeholderOffset: Int) {
        var slot = other.slots[index]
        let valueAndTerminator = other.bytes[slot.start...slot.start + max(slot.length, 0)]
        if let defect = other.defect, defect.index == index {
            self.defect = self.defect ?? .init(index: count, reason: defect.reason)
        }
        slot.start = bytes.count
        slot.placeholderOffset = placeholderOffset
        bytes.append(contentsOf: valueAndTerminator)
        slots.append(slot)
    }

    func check(sql: String) throws(PostgresError) {
        if let defect {
            throw PostgresError(.invalidParameter, "parameter $\(defect.index + 1) \(defect.reason)", sql: sql)
        }
        if count > Int(UInt16.max) {
            throw PostgresError(.invalidParameter, "\(count) parameters are more than 65535", sql: sql)
        }
        if bytes.count > Int(Int32.max) / 2 {
            throw PostgresError(.invalidParameter, "the parameters are over 1 GiB together", sql: sql)
        }
    }
}

struct PostgresParameterDefect: Sendable {
    var index: Int
    var reason: String
}
