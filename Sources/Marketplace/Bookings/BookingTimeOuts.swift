import Jobs
import Postgres

/// Passes on what centres have let wait too long, and ends holds that ran out.
struct TimeOutBookingsJob: Job {
    static let name = "time_out_bookings"
}

extension JobHandlers {
    package mutating func addBookingSteps(_ bookings: Bookings) {
        handle(TimeOutBookingsJob.self, timeout: .minutes(10)) { _, _ in try await bookings.timeOut() }
        every(.seconds(30), TimeOutBookingsJob())
        handle(ReassignBookingsJob.self, timeout: .minutes(30)) { job, _ in try await bookings.reassign(job) }
    }
}

extension Bookings {
    private static var batch: Int { 200 }

    package func timeOut() async throws {
        try await endHolds()
        try await passOnUnanswered()
    }

    private func endHolds() async throws {
        var ended = Self.batch
        while ended == Self.batch {
            try Task.checkCancellation()
            ended = try await pool.withRetriedTransaction { transaction in
                let count = try await transaction.query("SELECT bookings_end_holds(\(Int32(Self.batch)))")[0]
                    .decode(Int32.self)
                return Int(count)
            }
        }
    }

    /// Each in a transaction of its own. One that can't be passed on doesn't keep the others from it.
    private func passOnUnanswered() async throws {
        var failure: (any Error)?
        var last = Unanswered(respondBy_us: .min, id: 0)
        while true {
            let batch = try await unanswered(after: last)
            for next in batch {
                try Task.checkCancellation()
                do {
                    try await pool.withRetriedTransaction { transaction in
                        _ = try await transaction.query(
                            "SELECT booking_leave_unanswered(\(next.id), \(rules.asRow))")
                    }
                } catch let error as PostgresError {
                    failure = failure ?? error
                }
                last = next
            }
            guard batch.count == Self.batch else { break }
        }
        if let failure { throw failure }
    }

    private struct Unanswered {
        let respondBy_us: Int64
        let id: Int64
    }

    private func unanswered(after last: Unanswered) async throws -> [Unanswered] {
        try await pool.query(
            """
            SELECT (extract(epoch FROM respond_by) * 1000000)::bigint AS due, id FROM bookings
            WHERE status = 'pending' AND respond_by <= now()
                AND ((extract(epoch FROM respond_by) * 1000000)::bigint, id) > (\(last.respondBy_us), \(last.id))
            ORDER BY respond_by, id LIMIT \(Self.batch)
            """
        ).map { row in
            let (due, id) = try row.decode(Int64.self, Int64.self)
            return Unanswered(respondBy_us: due, id: id)
        }
    }
}
