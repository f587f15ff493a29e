import Logging
import Postgres
import Synchronization

/// What a handler knows of the job that it does, beside its values.
package struct JobContext: Sendable {
    package let id: Int64
    /// From 1.
    package let attempt: Int
    /// After a failure now the job is dead.
    package let isLastAttempt: Bool
    package let logger: Logger

    let lease: JobLease
    let finishing = Finishing()

    /// Ends the job in the transaction of its own work, so that both happen or neither: for handlers whose work is
    /// in this database alone that makes "at least once" exactly once. Call it first: of two workers that both hold
    /// the job for theirs, the second then waits here for the first, and has done nothing.
    ///
    /// - Throws: `LeaseLost` when another worker has the job by now; let it through, so that the work is undone.
    package func finish(on connection: PostgresConnection) async throws {
        let deleted = try await connection.execute(
            """
            DELETE FROM jobs WHERE id = \(id) AND status = 'running'
                AND worker_id = \(lease.workerID) AND attempts = \(lease.attempt)
            """)
        guard deleted == 1 else { throw LeaseLost() }
        finishing.markDone()
    }

    /// Whether the job's row may be gone although the worker hasn't deleted it.
    final class Finishing: Sendable {
        private let done = Atomic(false)

        var isDone: Bool { done.load(ordering: .relaxed) }
        func markDone() { done.store(true, ordering: .relaxed) }
    }
}

/// The right to end a job: a later attempt, or another worker's, is another lease.
struct JobLease: Sendable, Hashable {
    let jobID: Int64
    let workerID: Int64
    let attempt: Int32
}

/// The job was given to another worker, since this one didn't renew its lease in time.
package struct LeaseLost: Error {}
