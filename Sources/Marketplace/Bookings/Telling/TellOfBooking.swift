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

private func tell(
    _ reader: ToldStep.Reader, _ notice: BookingNotice, _ job: TellOfBookingJob, on transaction: PostgresConnection
) async throws {
    let added = try await transaction.execute(
        """
        INSERT INTO inbox_messages (user_id, kind, booking_id, history_id)
        VALUES (\(reader.id), \(notice.kind.rawValue), \(job.bookingID), \(job.historyID))
        ON CONFLICT ON CONSTRAINT inbox_messages_once DO NOTHING
        """)
    // Somebody asked twice for the same to be told.
    guard added == 1, let email = reader.email else { return }
    try await SendMailJob(to: email, language: reader.language, template: .booking(notice), userID: reader.id)
        .enqueue(on: transaction)
}
