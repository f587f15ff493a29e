/// PostgreSQL's binary format of a one-dimensional array: number of dimensions, whether NULLs are among the
/// elements, the elements' type, their number, the first one's index, then each with its length before it.
extension PostgresArrayElement where Self: PostgresEncodable & PostgresDecodable {
    public static func encode(_ array: [Self], into encoder: inout PostgresEncoder) {
        encoder.write(Int32(array.isEmpty ? 0 : 1))
        encoder.write(Int32(0))
        encoder.write((Self.postgresType == .inferred ? .text : Self.postgresType).rawValue)
        guard !array.isEmpty else { return }
        encoder.write(Int32(truncatingIfNeeded: array.count))
        encoder.write(Int32(1))
        for element in array { encoder.writeElement(element) }
    }

    public static func decodeArray(
        _ bytes: UnsafeRawBufferPointer, type: PostgresType
    ) throws(PostgresDecodingFailure) -> [Self] {
        var reader = BigEndianReader(bytes)
        let dimensions = try reader.next(Int32.self)
        _ = try reader.next(Int32.self)
        let elementType = PostgresType(rawValue: try reader.next(UInt32.self))
        guard dimensions <= 1 else { throw .malformed("has \(dimensions) dimensions, only one is supported") }
        guard dimensions == 1 else { return [] }
        let count = try reader.next(Int32.self)
        _ = try reader.next(Int32.self)
        var result: [Self] = []
        result.reserveCapacity(Int(count))
        for _ in 0..<count {
            let length = Int(try reader.next(Int32.self))
            result.append(try Self.decode(postgres: length < 0 ? nil : reader.next(length), type: elementType))
        }
        return result
    }
}

/// Walks over binary data and refuses to step over its end.
struct BigEndianReader {
    private var rest: UnsafeRawBufferPointer.SubSequence

    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes[...]
    }

    mutating func next(_ length: Int) throws(PostgresDecodingFailure) -> UnsafeRawBufferPointer {
        guard length <= rest.count else { throw .malformed("ends too early") }
        defer { rest = rest.dropFirst(length) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(length))
    }

    mutating func next<Value: FixedWidthInteger>(_: Value.Type) throws(PostgresDecodingFailure) -> Value {
        Value(bigEndian: try next(MemoryLayout<Value>.size).loadUnaligned(as: Value.self))
    }
}
