/// One row; keeps its whole answer in memory.
public struct PostgresRow: Sendable {
    @usableFromInline let result: ResultHandle
    public let index: Int

    @usableFromInline
    init(result: ResultHandle, index: Int) {
        self.result = result
        self.index = index
    }

    /// The number of columns.
    @inlinable public var count: Int { result.columnCount }

    /// All columns in their order: `let (id, name) = try row.decode(Int.self, String?.self)`.
    ///
    /// Throws `PostgresError.Code.decoding`, naming column and place, if their number or a type differs, or if a
    /// value is NULL that was not asked for as an `Optional`.
    @inlinable
    public func decode<each Value: PostgresDecodable>(
        _ types: repeat (each Value).Type, file: StaticString = #fileID, line: UInt = #line
    ) throws(PostgresError) -> (repeat each Value) {
        var cursor = ColumnCursor(row: self, file: file, line: line)
        let values = (repeat try cursor.next(each types))
        guard cursor.column == count else { throw wrongColumnCount(wanted: cursor.column, file: file, line: line) }
        return values
    }

    /// One column, counted from 0.
    @inlinable
    public func column<Value: PostgresDecodable>(
        _ column: Int, as type: Value.Type = Value.self, file: StaticString = #fileID, line: UInt = #line
    ) throws(PostgresError) -> Value {
        precondition(column >= 0 && column < count, "column \(column) of \(count)")
        do throws(PostgresDecodingFailure) {
            return try withExtendedLifetime(result) { () throws(PostgresDecodingFailure) in
                let bytes = result.bytes(row: index, column: column)
                return try Value.decode(postgres: bytes, type: result.type(ofColumn: column))
            }
        } catch {
            throw decodingError(error, column: column, type: Value.self, file: file, line: line)
        }
    }

    /// One column by its name; slower than by its number.
    public func column<Value: PostgresDecodable>(
        _ name: String, as type: Value.Type = Value.self, file: StaticString = #fileID, line: UInt = #line
    ) throws(PostgresError) -> Value {
        for column in 0..<count where result.columnName(column) == name {
            return try self.column(column, as: type, file: file, line: line)
        }
        throw PostgresError(.decoding, "the answer has no column \(name)", file: file, line: line)
    }

    /// The column's type as the server reports it.
    public func type(ofColumn column: Int) -> PostgresType {
        precondition(column >= 0 && column < count, "column \(column) of \(count)")
        return result.type(ofColumn: column)
    }

    /// A column's bytes in PostgreSQL's binary format where they lie, `nil` for NULL: for text its UTF-8, for numbers
    /// big endian. Nothing is copied; don't let the pointer out of `body`.
    @inlinable
    public func withBytes<Result, Failure: Error>(
        ofColumn column: Int, _ body: (UnsafeRawBufferPointer?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(column >= 0 && column < count, "column \(column) of \(count)")
        return try withExtendedLifetime(result) { () throws(Failure) in
            try body(result.bytes(row: index, column: column))
        }
    }
}

/// Steps through a row's columns.
@usableFromInline
struct ColumnCursor {
    @usableFromInline let row: PostgresRow
    @usableFromInline let file: StaticString
    @usableFromInline let line: UInt
    @usableFromInline var column = 0

    @inlinable
    init(row: PostgresRow, file: StaticString, line: UInt) {
        self.row = row
        self.file = file
        self.line = line
    }

    @inlinable
    mutating func next<Value: PostgresDecodable>(_ type: Value.Type) throws(PostgresError) -> Value {
        guard column < row.count else { throw row.wrongColumnCount(wanted: column + 1, file: file, line: line) }
        defer { column += 1 }
        return try row.column(column, as: type, file: file, line: line)
    }
}

extension PostgresRow {
    @usableFromInline
    func wrongColumnCount(wanted: Int, file: StaticString, line: UInt) -> PostgresError {
        let atLeast = wanted > count ? "at least " : ""
        let message = "the answer has \(count) columns, \(atLeast)\(wanted) were asked for"
        return PostgresError(.decoding, message, file: file, line: line)
    }

    @usableFromInline
    func decodingError(
        _ failure: PostgresDecodingFailure, column: Int, type: any PostgresDecodable.Type, file: StaticString,
        line: UInt
    ) -> PostgresError {
        let found = result.type(ofColumn: column)
        let reason =
            switch failure {
            case .unexpectedNull: "is NULL"
            case .typeMismatch: "can't be decoded"
            case .malformed(let reason): reason
            }
        let place = "column \(column) \"\(result.columnName(column))\" of type \(found)"
        var error = PostgresError(.decoding, "\(place) as \(type): \(reason)", file: file, line: line)
        error.column = result.columnName(column)
        return error
    }
}
