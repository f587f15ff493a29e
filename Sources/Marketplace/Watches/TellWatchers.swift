import Jobs
import Postgres

/// Tells those who wait for a pincode that it is served. Enqueued by `coverage_tell_watchers` in the transaction that
/// made it so, which also writes its payload.
package struct TellWatchersJob: Job {
    package static let name = "coverage.tell_watchers"

    package let pincode: Int32

    package init(pincode: Int32) { self.pincode = pincode }
}

extension CoverageWatches {
    private static var batch: Int { 200 }

    /// A wish is taken away and its message enqueued in one transaction, some at a time: however often this is begun
    /// and breaks off, each is told once. When the pincode is a gap again by now, all go on waiting.
    package func tell(_ job: TellWatchersJob) async throws {
        var told = Self.batch
        while told == Self.batch {
            try Task.checkCancellation()
            told = try await pool.withTransaction(isolation: .readCommitted) { transaction in
                let rows = try await transaction.query(
                    """
                    DELETE FROM coverage_watches w USING pincodes p
                    WHERE p.pincode = w.pincode AND w.id = ANY (ARRAY(
                        SELECT id FROM coverage_watches
                        WHERE pincode = \(job.pincode) AND EXISTS (SELECT FROM pincode_coverage_counts
                            WHERE pincode = \(job.pincode) AND coverage_count > 0)
                        ORDER BY id LIMIT \(Self.batch) FOR UPDATE SKIP LOCKED))
                    RETURNING w.phone, w.email, w.language, p.name
                    """)
                let wishes = try rows.map { try $0.decode(String?.self, String?.self, String.self, String.self) }
                let pincode = String(job.pincode)
                try await wishes.compactMap { phone, _, language, _ in
                    phone.map {
                        SendTextJob(
                            to: $0, language: Language(rawValue: language) ?? .english,
                            template: .coverageBegun(pincode: pincode))
                    }
                }.enqueue(on: transaction)
                try await wishes.compactMap { _, email, language, name in
                    email.map {
                        SendMailJob(
                            to: $0, language: Language(rawValue: language) ?? .english,
                            template: .coverageBegun(pincode: pincode, name: name))
                    }
                }.enqueue(on: transaction)
                return rows.count
            }
        }
    }
}
