import Jobs
import Postgres

extension JobHandlers {
    /// Tells people of the steps of bookings, each once: the job ends in the transaction that writes what they are told.
    package mutating func tellOfBookings(pool: PostgresPool) {
        handle(TellOfBookingJob.self) { job, context in
            try await pool.withTransaction(isolation: .readCommitted) { transaction in
                try await context.finish(on: transaction)
                guard let step = try await ToldStep.find(job, on: transaction) else { return }
                for (reader, notice) in step.notices {
                    try await tell(reader, notice, job, on: transaction)
                }
            }
        }
    }
}

/// Somebody who asks for the same to be told again is told nothing.
private func tell(
    _ reader: ToldStep.Reader, _ notice: BookingNotice, _ job: TellOfBookingJob, on transaction: PostgresConnection
) async throws {
    let event = "step:\(job.historyID):\(notice.kind.rawValue)"
    _ = try await transaction.query(
        """
        SELECT message_add(\(event), \(reader.id), 'service', \(notice.kind.rawValue), \(job.bookingID),
            \(job.historyID), NULL)
        """)
}
