/// Takes the data of a `COPY ... FROM STDIN`, in the format that the statement names.
public final class PostgresCopyWriter {
    private static let chunk = 64 * 1024
    private let connection: PostgresConnection
    private var buffer: [UInt8] = []

    init(_ connection: PostgresConnection) {
        self.connection = connection
        buffer.reserveCapacity(Self.chunk * 2)
    }

    /// Appends data, which need not end at a row's end. Suspends while the server is busy with what it has.
    public nonisolated(nonsending) func write(bytes: some Sequence<UInt8>) async throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.chunk { try await flush() }
    }

    public nonisolated(nonsending) func write(_ text: String) async throws {
        try await write(bytes: text.utf8)
    }

    nonisolated(nonsending) func flush() async throws {
        guard !buffer.isEmpty else { return }
        let full = buffer
        buffer.removeAll()
        buffer.reserveCapacity(Self.chunk * 2)
        try await connection.perform { session throws(PostgresError) in try session.putCopyData(full) }
    }
}

extension PostgresConnection {
    /// Runs a `COPY ... FROM STDIN` with what `body` writes and returns the number of rows. Nothing is kept if `body`
    /// throws or the server finds a fault.
    @discardableResult
    public nonisolated(nonsending) func copyIn(
        _ query: Query, _ body: nonisolated(nonsending) (PostgresCopyWriter) async throws -> Void
    ) async throws -> Int {
        guard query.parameters.count == 0 else {
            throw PostgresError(.unsupported, "COPY takes no parameters", sql: query.sql)
        }
        try query.check()
        let sql = query.sql
        try await perform { session throws(PostgresError) in try session.beginCopy(sql) }
        let writer = PostgresCopyWriter(self)
        do {
            try await body(writer)
            try await writer.flush()
        } catch {
            _ = try? await perform(isCancellable: false) { session throws(PostgresError) in
                try session.endCopy(failure: "aborted by the client")
                _ = try session.finish(sql)
            }
            throw error
        }
        return try await perform { session throws(PostgresError) in
            try session.endCopy(failure: nil)
            return PostgresRows(try session.finish(sql)).affectedRows
        }
    }
}
