import Synchronization

/// A connection that the caller has to itself, for the time of a `withConnection` or `withTransaction`.
///
/// Its calls run one after the other. When the task is cancelled, the server breaks the running statement off and the
/// call throws `CancellationError`. Leave the session as you found it: others use the connection afterwards.
public final class PostgresConnection: Sendable {
    private let thread: ConnectionThread
    private let isUsed = Atomic(false)
    private let isReturned = Atomic(false)

    init(_ thread: ConnectionThread) {
        self.thread = thread
    }

    var isInTransaction: Bool { thread.isInTransaction }

    /// Runs one statement and returns its rows.
    public func query(_ query: Query) async throws -> PostgresRows {
        try query.check()
        return try await perform { session throws(PostgresError) in try session.execute(query) }
    }

    /// Runs statements one after the other, and returns the rows of each, for the price of one round trip. Outside a
    /// transaction they are one: all of them happen or none does.
    public func query(together queries: [Query]) async throws -> [PostgresRows] {
        for query in queries { try query.check() }
        return try await perform { session throws(PostgresError) in try session.execute(together: queries) }
    }

    /// Runs one statement and returns how many rows it inserted, updated, deleted or returned.
    @discardableResult
    public func execute(_ query: Query) async throws -> Int {
        try await self.query(query).affectedRows
    }

    /// Runs several statements as one text, such as a migration. Together they are one transaction, unless the text
    /// begins and ends some itself. Stops at the first error, whose `position` counts from the script's begin.
    public func runScript(_ text: String) async throws {
        _ = try await perform { session throws(PostgresError) in try session.runScript(text) }
    }

    /// Without `isCancellable` the call runs to its end even in a cancelled task, as a rollback must.
    func perform<Output: Sendable>(
        isCancellable: Bool = true, _ body: @escaping @Sendable (Session) throws(PostgresError) -> Output
    ) async throws -> Output {
        guard !isReturned.load(ordering: .relaxed) else {
            throw PostgresError(.closed, "the connection was used after its lease ended")
        }
        let beginsLease = !isUsed.exchange(true, ordering: .relaxed)
        return try await thread.perform(beginsLease: beginsLease, isCancellable: isCancellable, body)
    }

    /// Ends the lease. A transaction that was left open is rolled back.
    func giveBack() async -> ConnectionThread {
        if thread.isInTransaction {
            _ = try? await perform(isCancellable: false) { session throws(PostgresError) in
                if !session.isIdle { try session.runScript("ROLLBACK") }
            }
        }
        isReturned.store(true, ordering: .relaxed)
        return thread
    }
}
