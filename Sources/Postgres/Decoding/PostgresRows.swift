import CLibpq

/// A statement's whole answer, kept as libpq received it and decoded where it lies. Its memory lives as long as any
/// of its rows.
public struct PostgresRows: Sendable {
    @usableFromInline let result: ResultHandle

    init(_ result: ResultHandle) {
        self.result = result
    }

    public var columnNames: [String] {
        (0..<result.columnCount).map(result.columnName)
    }

    /// How many rows the statement inserted, updated or deleted; for a `SELECT` how many it returned.
    public var affectedRows: Int {
        Int(String(cString: PQcmdTuples(result.pointer))) ?? 0
    }
}

extension PostgresRows: RandomAccessCollection {
    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { result.rowCount }

    @inlinable
    public subscript(position: Int) -> PostgresRow {
        precondition(position >= 0 && position < result.rowCount, "row \(position) of \(result.rowCount)")
        return PostgresRow(result: result, index: position)
    }
}
