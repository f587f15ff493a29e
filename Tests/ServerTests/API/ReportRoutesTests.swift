import Foundation
import HTTPTypes
import Jobs
import Marketplace
import Postgres
import Testing

@testable import Server

/// What a month brought, from the bookings of one centre.
@Suite(.serialized) struct ReportRoutesTests {
    private struct Body: Decodable {
        let month: String
        let made_at: String?
        let is_final: Bool
        let progress: Double?
        let parts: ReportRows?
    }

    private static func ask(_ server: TestServer, _ query: String, as person: Person) async throws -> Reply {
        try await server.send(.get, "/api/admin/reports?\(query)", as: person)
    }

    private static var month: Month { Month(Date()) }
    /// Always of this month, and over.
    private static var hour: Date { month.start + 3600 }

    private static func report(_ ground: BookingGround) async throws -> Body {
        let query = "month=\(month.description)"
        try await ground.server.working {
            $0.makeReports(Reports(pool: ground.server.pool))
        } until: {
            try await ask(ground.server, query, as: ground.admin).status == 200
        }
        return try await ask(ground.server, query, as: ground.admin).decode()
    }

    @Test func `it is made by a job, kept, and says how a centre did`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            let done = try await ground.booked(at: Self.hour)
            for status in ["accepted", "in_progress", "completed"] {
                #expect(try await ground.move(done, to: status, as: ground.owner).status == 200)
            }
            let declined = try await ground.booked(at: Self.hour + 3600)
            #expect(try await ground.move(declined, to: "rejected", as: ground.owner, note: "Full").status == 200)
            let missed = try await ground.booked("accepted", at: Self.hour + 7200)
            #expect(try await ground.move(missed, to: "no_show", as: ground.owner).status == 200)
            let waiting = try await Self.ask(server, "month=\(Self.month.description)", as: ground.admin)
            #expect(waiting.status == 202 && waiting.headers[.retryAfter] == "2")
            let first = try waiting.decode(Body.self)
            #expect(first.made_at == nil && first.progress == 0 && !first.is_final)

            let report = try await Self.report(ground)
            #expect(report.month == Self.month.description && report.made_at != nil && !report.is_final)
            let rows = try #require(report.parts)
            let centre = try #require(rows.providers.first { $0.provider_id == ground.centre })
            #expect(centre.requests == 2 && centre.accepted == 1 && centre.declined == 1 && centre.unanswered == 0)
            #expect(centre.acceptance == 0.5 && (centre.accept_p50_s ?? -1) >= 0)
            #expect(centre.completed == 1 && centre.no_show == 1 && centre.completion == 0.5)
            #expect(centre.center_name == "Velan Iron Repair")
            let city = try #require(rows.cities.first { $0.city == "Chennai" })
            #expect(city.bookings == 3 && city.completed == 1 && city.called_off == 1 && city.no_show == 1)
            #expect(city.completed_paise == 45_000)
            #expect(rows.districts.map(\.bookings) == [3])
            // Kept: nothing is made anew for who asks again.
            let again = try await Self.ask(server, "month=\(Self.month.description)", as: ground.admin).decode(
                Body.self)
            #expect(again.made_at == report.made_at && again.progress == nil)
        }
    }

    /// Who asks while one is just being begun has another one made.
    @Test func `of several that are made of a month at once none is given out in part`() async throws {
        try await withServer { server in
            let months = (1...12).map { "2025-" + ($0 < 10 ? "0\($0)" : "\($0)") }
            try await server.pool.execute(
                """
                INSERT INTO jobs (kind, payload)
                SELECT 'reports.make', json_build_object('month', m)
                FROM unnest(\(months)::text[]) WITH ORDINALITY AS t (m, i), generate_series(1, 3) AS n ORDER BY i, n
                """)
            try await server.working {
                $0.makeReports(Reports(pool: server.pool))
            } until: {
                try await server.pool.query("SELECT NOT EXISTS (SELECT FROM jobs WHERE kind = 'reports.make')")[0]
                    .decode(Bool.self)
            }
            let kept = try await server.pool.query(
                "SELECT (SELECT count(*) FROM jsonb_object_keys(parts)) FROM reports WHERE parts IS NOT NULL")
            let parts = try kept.map { try $0.decode(Int.self) }
            #expect(parts == Array(repeating: ReportPart.allCases.count, count: 12))
        }
    }

    @Test func `a month stays as it is once it has been over for a week`() async throws {
        try await withServer { server in
            for (days, isKept) in [(0, false), (6, false), (7, true), (40, true)] as [(Int32, Bool)] {
                try await server.pool.execute(
                    """
                    INSERT INTO reports (month, parts, made_at)
                    VALUES ('2025-03-01', '{}', timestamptz '2025-03-31T18:30Z' + make_interval(days => \(days)))
                    ON CONFLICT (month) DO UPDATE SET made_at = excluded.made_at
                    """)
                let row = try await server.pool.withConnection {
                    try await $0.query("SELECT is_final, is_asked FROM report_ask('2025-03-01', '10 minutes')")[0]
                        .decode(Bool.self, Bool.self)
                }
                #expect(row.0 == isKept && row.1 == !isKept, "\(days)")
            }
        }
    }

    @Test func `how long a centre took to accept`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            for (hours, minutes) in [(0, 10), (1, 20), (2, 60)] as [(Int, Int32)] {
                let booking = try await ground.booked(at: Self.hour + Double(hours * 3600))
                try await server.pool.execute(
                    """
                    UPDATE booking_history SET at = at - make_interval(mins => \(minutes)) WHERE booking_id = \(booking)
                    """)
                #expect(try await ground.move(booking, to: "accepted", as: ground.owner).status == 200)
            }
            // Where that falls into the month before, it isn't this month's.
            guard Date().timeIntervalSince(Self.month.start) > 7200 else { return }
            let centre = try #require(try await Self.report(ground).parts?.providers.first)
            #expect(centre.accepted == 3)
            #expect(abs((centre.accept_p50_s ?? 0) - 1200) <= 10 && abs((centre.accept_p90_s ?? 0) - 3120) <= 10)
        }
    }

    @Test func `each part is a table as well`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            _ = try await Self.report(ground)
            for part in ReportPart.allCases {
                let reply = try await server.send(
                    .get, "/api/admin/reports?month=\(Self.month.description)&part=\(part.rawValue)", as: ground.admin,
                    accept: "text/csv")
                #expect(reply.status == 200 && reply.headers[.contentType]?.hasPrefix("text/csv") == true)
                #expect(
                    reply.headers[.contentDisposition]?.contains("report-\(Self.month.description)-\(part.rawValue)")
                        == true)
                #expect(reply.text.contains(","))
                if part == .taxes { #expect(reply.text.hasPrefix("kind,gstin,rate_bps,")) }
                if part == .earnings {
                    #expect(reply.text.contains(",net_paise,tds_paise,tcs_paise,payable_paise\r\n"))
                }
            }
        }
    }

    @Test(arguments: ["", "2026", "2026-13", "2026-1", "26-01", "1999-12", "2026-11-01", "9999-01", "௨௦௨௬-௧௧"])
    func `what is no month, or hasn't begun, is refused`(month: String) async throws {
        try await withServer { server in
            let reply = try await Self.ask(server, "month=\(encoded(month))", as: try await server.person(.admin))
            try expectProblem(reply, 422, "invalid_parameter", field: "month")
        }
    }
}

struct MonthTests {
    @Test func `a month begins at midnight in India`() throws {
        let month = try #require(Month("2026-12"))
        #expect(month.start == Date(timeIntervalSince1970: 1_796_063_400))
        #expect(Month(month.start - 1).description == "2026-11" && Month(month.start) == month)
        #expect(month.next.description == "2027-01" && month.previous < month)
    }
}
