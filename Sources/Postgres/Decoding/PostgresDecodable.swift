/// A value that can be read from a column.
public protocol PostgresDecodable {
    /// Reads a value in PostgreSQL's binary format.
    init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure)

    /// As the initializer, `nil` being NULL; only `Optional` accepts that.
    static func decode(
        postgres bytes: UnsafeRawBufferPointer?, type: PostgresType
    ) throws(PostgresDecodingFailure) -> Self
}

/// Why bytes are not the wanted value. A row turns it into a `PostgresError` that names column, types and place.
public enum PostgresDecodingFailure: Error {
    case unexpectedNull
    case typeMismatch
    case malformed(String)
}

extension PostgresDecodable {
    @inlinable
    public static func decode(
        postgres bytes: UnsafeRawBufferPointer?, type: PostgresType
    ) throws(PostgresDecodingFailure) -> Self {
        guard let bytes else { throw .unexpectedNull }
        return try Self(postgres: bytes, type: type)
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        self = try Wrapped(postgres: bytes, type: type)
    }

    @inlinable
    public static func decode(
        postgres bytes: UnsafeRawBufferPointer?, type: PostgresType
    ) throws(PostgresDecodingFailure) -> Wrapped? {
        guard let bytes else { return nil }
        return try Wrapped(postgres: bytes, type: type)
    }
}

/// A type that goes both ways.
public typealias PostgresCodable = PostgresEncodable & PostgresDecodable
