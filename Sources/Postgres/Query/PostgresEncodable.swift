/// A value that can be bound to a query.
public protocol PostgresEncodable {
    /// The type that the server is told; fixed per Swift type, so that a text always prepares to the same plan.
    static var postgresType: PostgresType { get }

    /// Writes the value in the type's binary format (its text format if `postgresType.hasTextFormat`).
    func encode(into encoder: inout PostgresEncoder)
}

/// Receives the bytes of one bind parameter.
public struct PostgresEncoder {
    @usableFromInline var bytes: [UInt8]
    @usableFromInline var isNull = false
    var defect: String?

    init(taking bytes: inout [UInt8]) {
        self.bytes = []
        swap(&self.bytes, &bytes)
    }

    /// The value is NULL; whatever was written is ignored.
    @inlinable
    public mutating func encodeNull() {
        isNull = true
    }

    @inlinable
    public mutating func write(_ integer: some FixedWidthInteger) {
        withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
    }

    @inlinable
    public mutating func write(contentsOf value: some Sequence<UInt8>) {
        bytes.append(contentsOf: value)
    }

    /// Makes the query fail with `PostgresError.Code.invalidParameter` when it is sent.
    public mutating func reject(_ reason: String) {
        defect = defect ?? reason
    }

    /// Writes text, which PostgreSQL stores without NUL bytes.
    public mutating func write(text: String) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if bytes[start...].contains(0) { reject("contains a NUL byte, which PostgreSQL text can't hold") }
    }

    /// Writes a value preceded by its length, as arrays hold their elements.
    mutating func writeElement(_ value: some PostgresEncodable) {
        let lengthAt = bytes.count
        write(Int32(-1))
        value.encode(into: &self)
        guard !isNull else {
            isNull = false
            bytes.removeSubrange((lengthAt + 4)...)
            return
        }
        let length = Int32(truncatingIfNeeded: bytes.count - lengthAt - 4)
        withUnsafeBytes(of: length.bigEndian) { big in
            for (offset, byte) in big.enumerated() { bytes[lengthAt + offset] = byte }
        }
    }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public static var postgresType: PostgresType { Wrapped.postgresType }

    public func encode(into encoder: inout PostgresEncoder) {
        if let value = self { value.encode(into: &encoder) } else { encoder.encodeNull() }
    }
}
