import Foundation
import Jobs
import Postgres

/// Makes a month's report, part by part; what was there when it was broken off is kept. `report_ask` enqueues it.
package struct MakeReportJob: Job {
    package static let name = "reports.make"

    /// As 2026-11.
    package let month: String

    package init(month: String) { self.month = month }
}

/// Asks, on the first day of a month, for the report of the one before.
struct MakeLastReportJob: Job {
    static let name = "reports.make_last"
}

extension JobHandlers {
    package mutating func makeReports(_ reports: Reports) {
        handle(MakeReportJob.self, timeout: .minutes(30)) { job, context in try await reports.make(job, context) }
        handle(MakeLastReportJob.self) { _, _ in
            _ = try await reports.find(Month(Date()).previous)
        }
        // Each night, since which day is the first differs; all but one find it made.
        every(.hours(24), offset: .minutes(150), MakeLastReportJob())
    }
}

extension Reports {
    /// A part that many rows stand behind takes seconds, not the moment that a request may.
    private static var patience: Duration { .seconds(600) }
    /// A draft that lay longer would mix the month as it was with the month as it is.
    private static var draftHours: Int32 { 1 }

    func make(_ job: MakeReportJob, _ context: JobContext) async throws {
        guard let month = Month(job.month) else { throw PermanentFailure("no month") }
        for part in ReportPart.allCases {
            try Task.checkCancellation()
            try await make(part, of: month)
        }
        try await pool.withTransaction { transaction in
            try await context.finish(on: transaction)
            // As of its beginning: what happened since may be in some parts and not in others. A draft that isn't whole is
            // what another job of the month, which has given out the one before, has left to be gone on with.
            try await transaction.execute(
                """
                UPDATE reports SET parts = draft, made_at = draft_begun_at, draft = '{}', draft_begun_at = NULL
                WHERE month = \(month.firstDay)::date AND draft ?& \(ReportPart.allCases.map(\.rawValue))::text[]
                """)
        }
    }

    private func make(_ part: ReportPart, of month: Month) async throws {
        let (from, to) = (month.start, month.next.start)
        try await pool.withTransaction(statementTimeout: Self.patience) { transaction in
            try await transaction.execute(
                """
                INSERT INTO reports AS r (month, draft_begun_at) VALUES (\(month.firstDay)::date, now())
                ON CONFLICT (month) DO UPDATE SET draft_begun_at = now(), draft = '{}'
                WHERE r.draft_begun_at IS NULL OR r.draft_begun_at < now() - make_interval(hours => \(Self.draftHours))
                """)
            try await transaction.execute(
                """
                UPDATE reports
                SET draft = draft || jsonb_build_object(
                    \(part.rawValue)::text, report_part(\(part.rawValue), \(from), \(to)))
                WHERE month = \(month.firstDay)::date AND NOT draft ? \(part.rawValue)::text
                """)
        }
    }
}
