import UnixSignals

/// Runs `body`, which SIGINT and SIGTERM cancel instead of ending the process, so that a transaction is
/// rolled back and a cluster that was started is stopped.
///
/// - Throws: `Refusal` when interrupted.
func interruptible<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask { try await body() }
        group.addTask {
            for await _ in signals { break }
            try Task.checkCancellation()
            throw Refusal("Interrupted; what was not finished was undone.")
        }
        defer { group.cancelAll() }
        guard let result = try await group.next() else { throw CancellationError() }
        return result
    }
}
