/// From every type whose binary format is its text: the text types, enums and other types of the schema, and JSON.
extension String: PostgresDecodable {
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        var text = bytes
        switch type {
        case .text, .varchar, .bpchar, .name, .char, .json, .xml, .unknown: break
        case .jsonb: text = try bytes.jsonbText()
        case _ where type.isUserDefined: break
        default: throw .typeMismatch
        }
        // The session's client_encoding is UTF8, and the server sends nothing else then; to validate it
        // here took three times as long.
        self = String(decoding: text, as: UTF8.self)
    }
}

extension JSONBytes: PostgresDecodable {
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        switch type {
        case .json: self.init([UInt8](bytes))
        case .jsonb: self.init([UInt8](try bytes.jsonbText()))
        default: throw .typeMismatch
        }
    }
}

extension UnsafeRawBufferPointer {
    /// `jsonb` is sent as its text after a version byte.
    fileprivate func jsonbText() throws(PostgresDecodingFailure) -> UnsafeRawBufferPointer {
        guard first == 1 else { throw .malformed("is jsonb of an unknown version") }
        return UnsafeRawBufferPointer(rebasing: dropFirst())
    }
}
