/// A PostgreSQL type, by its object identifier. A domain's columns are reported with the domain's base type.
public struct PostgresType: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt32

    @inlinable
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

extension PostgresType {
    /// As a parameter: the server infers the type from the place, as it does for a quoted literal.
    public static var inferred: Self { .init(rawValue: 0) }

    public static var bool: Self { .init(rawValue: 16) }
    public static var bytea: Self { .init(rawValue: 17) }
    public static var char: Self { .init(rawValue: 18) }
    public static var name: Self { .init(rawValue: 19) }
    public static var int8: Self { .init(rawValue: 20) }
    public static var int2: Self { .init(rawValue: 21) }
    public static var int4: Self { .init(rawValue: 23) }
    public static var text: Self { .init(rawValue: 25) }
    public static var oid: Self { .init(rawValue: 26) }
    public static var json: Self { .init(rawValue: 114) }
    public static var xml: Self { .init(rawValue: 142) }
    public static var float4: Self { .init(rawValue: 700) }
    public static var float8: Self { .init(rawValue: 701) }
    public static var unknown: Self { .init(rawValue: 705) }
    public static var bpchar: Self { .init(rawValue: 1042) }
    public static var varchar: Self { .init(rawValue: 1043) }
    public static var date: Self { .init(rawValue: 1082) }
    public static var timestamp: Self { .init(rawValue: 1114) }
    public static var timestamptz: Self { .init(rawValue: 1184) }
    public static var numeric: Self { .init(rawValue: 1700) }
    public static var void: Self { .init(rawValue: 2278) }
    public static var uuid: Self { .init(rawValue: 2950) }
    public static var jsonb: Self { .init(rawValue: 3802) }

    public static var boolArray: Self { .init(rawValue: 1000) }
    public static var byteaArray: Self { .init(rawValue: 1001) }
    public static var int2Array: Self { .init(rawValue: 1005) }
    public static var int4Array: Self { .init(rawValue: 1007) }
    public static var textArray: Self { .init(rawValue: 1009) }
    public static var int8Array: Self { .init(rawValue: 1016) }
    public static var float4Array: Self { .init(rawValue: 1021) }
    public static var float8Array: Self { .init(rawValue: 1022) }
    public static var timestamptzArray: Self { .init(rawValue: 1185) }
    public static var uuidArray: Self { .init(rawValue: 2951) }
}

extension PostgresType {
    /// Parameters of these types are sent as text: the inferred ones because only the text format suits every type.
    public var hasTextFormat: Bool { self == .inferred || self == .jsonb }

    /// Made in this database, by an extension or by the schema: an enum, `geometry`, `citext`...
    @inlinable
    public var isUserDefined: Bool { rawValue >= 16384 }
}

extension PostgresType: CustomStringConvertible {
    public var description: String {
        Self.names[rawValue].map { "\($0) (oid \(rawValue))" } ?? "oid \(rawValue)"
    }

    private static let names: [UInt32: String] = [
        16: "boolean", 17: "bytea", 18: "\"char\"", 19: "name", 20: "bigint", 21: "smallint", 23: "integer",
        25: "text", 26: "oid", 114: "json", 142: "xml", 700: "real", 701: "double precision", 1000: "boolean[]",
        1001: "bytea[]", 1005: "smallint[]", 1007: "integer[]", 1009: "text[]", 1015: "varchar[]",
        1016: "bigint[]", 1021: "real[]", 1022: "double precision[]", 1042: "character", 1043: "varchar",
        1082: "date", 1083: "time", 1114: "timestamp", 1184: "timestamptz", 1185: "timestamptz[]",
        1186: "interval", 1700: "numeric", 2249: "record", 2278: "void", 2950: "uuid", 2951: "uuid[]",
        3802: "jsonb",
    ]
}
