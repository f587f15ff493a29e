import FoundationEssentials

extension Bool: PostgresEncodable {
    public static var postgresType: PostgresType { .bool }
    @inlinable
    public func encode(into encoder: inout PostgresEncoder) { encoder.write(UInt8(self ? 1 : 0)) }
}

extension Int16: PostgresEncodable {
    public static var postgresType: PostgresType { .int2 }
    @inlinable
    public func encode(into encoder: inout PostgresEncoder) { encoder.write(self) }
}

extension Int32: PostgresEncodable {
    public static var postgresType: PostgresType { .int4 }
    @inlinable
    public func encode(into encoder: inout PostgresEncoder) { encoder.write(self) }
}

extension Int64: PostgresEncodable {
    public static var postgresType: PostgresType { .int8 }
    @inlinable
    public func encode(into encoder: inout PostgresEncoder) { encoder.write(self) }
}

extension Int: PostgresEncodable {
    public static var postgresType: PostgresType { .int8 }
    @inlinable
    public func encode(into encoder: inout PostgresEncoder) { encoder.write(Int64(self)) }
}

extension Float: PostgresEncodable {
    public static var postgresType: PostgresType { .float4 }
    @inlinable
    public func encode(into encoder: inout PostgresEncoder) { encoder.write(bitPattern) }
}

extension Double: PostgresEncodable {
    public static var postgresType: PostgresType { .float8 }
    @inlinable
    public func encode(into encoder: inout PostgresEncoder) { encoder.write(bitPattern) }
}

extension String: PostgresEncodable {
    /// Inferred from the place, so that a string also serves as an enum, a `date` or a `numeric`.
    public static var postgresType: PostgresType { .inferred }
    public func encode(into encoder: inout PostgresEncoder) { encoder.write(text: self) }
}

extension UUID: PostgresEncodable {
    public static var postgresType: PostgresType { .uuid }
    public func encode(into encoder: inout PostgresEncoder) {
        withUnsafeBytes(of: uuid) { encoder.write(contentsOf: $0) }
    }
}

/// As `timestamptz`, rounded to its microseconds.
extension Date: PostgresEncodable {
    public static var postgresType: PostgresType { .timestamptz }

    public func encode(into encoder: inout PostgresEncoder) {
        let microseconds = ((timeIntervalSince1970 - Self.postgresEpoch) * 1_000_000).rounded()
        guard let value = Int64(exactly: microseconds) else {
            return encoder.reject("is a date out of PostgreSQL's range")
        }
        encoder.write(value)
    }

    /// 2000-01-01 00:00 UTC, in seconds since 1970.
    static let postgresEpoch = 946_684_800.0
}

extension JSONBytes: PostgresEncodable {
    public static var postgresType: PostgresType { .jsonb }

    public func encode(into encoder: inout PostgresEncoder) {
        if bytes.contains(0) { encoder.reject("contains a NUL byte, which JSON can't hold") }
        encoder.write(contentsOf: bytes)
    }
}
