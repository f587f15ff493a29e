import Foundation
import Postgres

/// What a month brought, made by a job and kept.
package struct Reports: Sendable {
    package let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    /// The report of a month that isn't over for a week is made anew when it is older than this.
    private static let goodFor_minutes: Int32 = 10

    /// What there is of it; where that is nothing, or no longer good, it is made.
    ///
    /// - Throws: `ReportError.notBegun` for a month that lies ahead.
    package func find(_ month: Month, now: Date = Date()) async throws -> MonthlyReport {
        guard month <= Month(now) else { throw ReportError.notBegun }
        return try await pool.withConnection { connection in
            let row = try await connection.query(
                """
                SELECT parts::text, made_at, is_final, is_asked, done_parts
                FROM report_ask(\(month.firstDay)::date, make_interval(mins => \(Self.goodFor_minutes)))
                """)[0]
            let (parts, madeAt, isFinal, isAsked, done) = try row.decode(
                String?.self, Date?.self, Bool?.self, Bool.self, Int32.self)
            return MonthlyReport(
                month: month, madeAt: madeAt, isFinal: isFinal ?? false,
                progress: isAsked ? Double(done) / Double(ReportPart.allCases.count) : nil, json: parts)
        }
    }

    /// What customers owed for what was done, by the reports that are kept of the year before.
    package func trend(until month: Month) async throws -> [(month: Month, gross_paise: Int64)] {
        try await pool.query(
            """
            SELECT to_char(r.month, 'YYYY-MM'), (
                SELECT coalesce(sum((e->>'gross_paise')::bigint), 0)::bigint
                FROM jsonb_array_elements(r.parts->'earnings') AS e)
            FROM reports r
            WHERE r.parts IS NOT NULL AND r.month <= \(month.firstDay)::date AND r.month > \(month.firstDay)::date - interval '1 year'
            ORDER BY r.month
            """
        ).compactMap { row in
            let (text, gross) = try row.decode(String.self, Int64.self)
            return Month(text).map { ($0, gross) }
        }
    }
}

package enum ReportError: Error, Sendable {
    case notBegun
}

/// The parts of a report; see `sql/functions/report_part.sql`.
package enum ReportPart: String, CaseIterable, Sendable {
    case earnings, payments, refunds, taxes, cities, districts, providers
}

package struct MonthlyReport: Sendable {
    package let month: Month
    /// Nil when there is none yet.
    package let madeAt: Date?
    /// Whether the month was over for a week when it was made: it stays as it is.
    package let isFinal: Bool
    /// How much of the one that is being made is done, from 0 to 1; nil when none is.
    package let progress: Double?
    /// The parts as they are kept, by their names; nil when there are none yet.
    package let json: String?

    /// Nil when there is none yet.
    package func rows() throws -> ReportRows? {
        guard let json else { return nil }
        return try JSONDecoder().decode(ReportRows.self, from: Data(json.utf8))
    }
}
