import Logging
import Postgres

/// Empties the outbox of bookings and names them to all nodes: after local commits, and every half a second for those
/// of jobs, of other programs, and of nodes that died in between. Nodes may do it at the same time.
struct BookingRelay: Sendable {
    static let channel = "istri_bookings"
    /// Rows of one transaction, which notifies once.
    static let batch: Int32 = 1000

    let pool: PostgresPool
    let logger: Logger

    /// At each of `news`, until the task is cancelled. What fails is tried again at the next.
    func run(at news: AsyncStream<Void>) async {
        var isFailing = false
        for await _ in news {
            do {
                while try await relay() == Self.batch { try Task.checkCancellation() }
                isFailing = false
            } catch {
                if !isFailing {
                    logger.warning("Changes of bookings can't be announced", metadata: ["cause": "\(error)"])
                }
                isFailing = true
            }
        }
    }

    /// - Returns: How many rows were taken.
    @discardableResult
    func relay() async throws -> Int32 {
        try await pool.withConnection { connection in
            try await connection.query("SELECT booking_relay(\(Self.batch))")[0].decode(Int32.self)
        }
    }
}
