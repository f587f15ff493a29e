/// A `json` or `jsonb` value as UTF-8 text, not parsed.
public struct JSONBytes: Hashable, Sendable {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}
