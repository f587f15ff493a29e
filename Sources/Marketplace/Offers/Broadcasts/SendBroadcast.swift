import Foundation
import Jobs
import Postgres

/// Writes the messages of a broadcast for the next people, and leaves the rest to a job that follows.
package struct SendBroadcastJob: Job {
    package static let name = "broadcast.send"

    package let broadcastID: Int64

    package init(broadcastID: Int64) { self.broadcastID = broadcastID }

    /// Of two who ask for it at one time, one is enough.
    func begin(at date: Date?, on transaction: PostgresConnection) async throws {
        try await enqueue(on: transaction, at: date, uniqueKey: "broadcast:\(broadcastID)")
    }
}

extension JobHandlers {
    /// Each batch ends its job in the transaction that writes its messages: whatever is killed, everybody is told once.
    package mutating func sendBroadcasts(_ broadcasts: Broadcasts) {
        handle(SendBroadcastJob.self) { job, context in
            try await broadcasts.pool.withTransaction(isolation: .readCommitted) { transaction in
                try await context.finish(on: transaction)
                let rows = try await transaction.query(
                    "SELECT code, run_at FROM broadcast_batch(\(job.broadcastID), \(broadcasts.batch))")
                let (code, runAt) = try rows[0].decode(String.self, Date?.self)
                if code == "more" { try await job.begin(at: runAt, on: transaction) }
            }
        }
    }
}
