import CLibpq

/// Owns a `PGresult`.
///
/// `@unchecked Sendable`: nothing changes a result once libpq has handed it out, and libpq's functions that read one
/// may be called from several threads.
@usableFromInline
final class ResultHandle: @unchecked Sendable {
    @usableFromInline let pointer: OpaquePointer
    @usableFromInline let rowCount: Int
    @usableFromInline let columnCount: Int

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        rowCount = Int(PQntuples(pointer))
        columnCount = Int(PQnfields(pointer))
    }

    deinit {
        PQclear(pointer)
    }

    /// `nil` is NULL. Valid while the handle lives.
    @inlinable
    func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        let row = Int32(truncatingIfNeeded: row)
        let column = Int32(truncatingIfNeeded: column)
        let length = PQgetlength(pointer, row, column)
        if length == 0, PQgetisnull(pointer, row, column) == 1 { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(pointer, row, column), count: Int(length))
    }

    @inlinable
    func type(ofColumn column: Int) -> PostgresType {
        PostgresType(rawValue: PQftype(pointer, Int32(truncatingIfNeeded: column)))
    }

    func columnName(_ column: Int) -> String {
        String(cString: PQfname(pointer, Int32(truncatingIfNeeded: column)))
    }
}
