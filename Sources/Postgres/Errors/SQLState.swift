/// The five characters by which PostgreSQL tells what went wrong, the same in every language and version.
public struct SQLState: RawRepresentable, Hashable, Sendable {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The first two characters, the class: "23" are integrity constraint violations.
    public var classCode: String { String(rawValue.prefix(2)) }
}

extension SQLState: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    public var description: String { rawValue }
}

extension SQLState {
    public static let featureNotSupported: Self = "0A000"
    public static let stringDataRightTruncation: Self = "22001"
    public static let numericValueOutOfRange: Self = "22003"
    public static let divisionByZero: Self = "22012"
    public static let invalidTextRepresentation: Self = "22P02"
    public static let invalidBinaryRepresentation: Self = "22P03"
    public static let notNullViolation: Self = "23502"
    public static let foreignKeyViolation: Self = "23503"
    public static let uniqueViolation: Self = "23505"
    public static let checkViolation: Self = "23514"
    public static let exclusionViolation: Self = "23P01"
    public static let readOnlyTransaction: Self = "25006"
    public static let inFailedTransaction: Self = "25P02"
    public static let invalidStatementName: Self = "26000"
    public static let invalidPassword: Self = "28P01"
    public static let invalidCatalogName: Self = "3D000"
    public static let serializationFailure: Self = "40001"
    public static let deadlockDetected: Self = "40P01"
    public static let insufficientPrivilege: Self = "42501"
    public static let syntaxError: Self = "42601"
    public static let undefinedColumn: Self = "42703"
    public static let undefinedFunction: Self = "42883"
    public static let undefinedTable: Self = "42P01"
    public static let duplicateTable: Self = "42P07"
    public static let tooManyConnections: Self = "53300"
    public static let diskFull: Self = "53100"
    public static let lockNotAvailable: Self = "55P03"
    public static let queryCanceled: Self = "57014"
    public static let adminShutdown: Self = "57P01"
    public static let crashShutdown: Self = "57P02"
    public static let cannotConnectNow: Self = "57P03"
    public static let raiseException: Self = "P0001"
    public static let internalError: Self = "XX000"
}
