import FoundationEssentials

extension UnsafeRawBufferPointer {
    @inlinable
    func bigEndian<Value: FixedWidthInteger>(_: Value.Type) throws(PostgresDecodingFailure) -> Value {
        guard count == MemoryLayout<Value>.size else {
            throw .malformed("has \(count) bytes instead of \(MemoryLayout<Value>.size)")
        }
        return Value(bigEndian: loadUnaligned(as: Value.self))
    }
}

extension Bool: PostgresDecodable {
    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard type == .bool else { throw .typeMismatch }
        self = try bytes.bigEndian(UInt8.self) != 0
    }
}

extension Int16: PostgresDecodable {
    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard type == .int2 else { throw .typeMismatch }
        self = try bytes.bigEndian(Int16.self)
    }
}

/// Also from `smallint`: a narrower column never loses anything.
extension Int32: PostgresDecodable {
    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        switch type {
        case .int4: self = try bytes.bigEndian(Int32.self)
        case .int2: self = Int32(try bytes.bigEndian(Int16.self))
        default: throw .typeMismatch
        }
    }
}

/// Also from `integer`, `smallint` and `oid`.
extension Int64: PostgresDecodable {
    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        switch type {
        case .int8: self = try bytes.bigEndian(Int64.self)
        case .int4: self = Int64(try bytes.bigEndian(Int32.self))
        case .int2: self = Int64(try bytes.bigEndian(Int16.self))
        case .oid: self = Int64(try bytes.bigEndian(UInt32.self))
        default: throw .typeMismatch
        }
    }
}

/// Also from `integer`, `smallint` and `oid`.
extension Int: PostgresDecodable {
    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self = Int(try Int64(postgres: bytes, type: type))
    }
}

extension Float: PostgresDecodable {
    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard type == .float4 else { throw .typeMismatch }
        self = Float(bitPattern: try bytes.bigEndian(UInt32.self))
    }
}

/// Also from `real`.
extension Double: PostgresDecodable {
    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        switch type {
        case .float8: self = Double(bitPattern: try bytes.bigEndian(UInt64.self))
        case .float4: self = Double(Float(bitPattern: try bytes.bigEndian(UInt32.self)))
        default: throw .typeMismatch
        }
    }
}

extension UUID: PostgresDecodable {
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard type == .uuid else { throw .typeMismatch }
        guard bytes.count == 16 else { throw .malformed("has \(bytes.count) bytes instead of 16") }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

/// From `timestamptz`. A `timestamp` has no zone and so is no instant: convert it in SQL, `AT TIME ZONE`.
extension Date: PostgresDecodable {
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard type == .timestamptz else { throw .typeMismatch }
        let microseconds = try bytes.bigEndian(Int64.self)
        guard microseconds != .max, microseconds != .min else { throw .malformed("is infinite") }
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        self.init(timeIntervalSince1970: Double(seconds) + Self.postgresEpoch + Double(rest) / 1_000_000)
    }
}
