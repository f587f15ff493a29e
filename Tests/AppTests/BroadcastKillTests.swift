import Foundation
import Glibc
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import App

/// Workers that are killed in the midst of a broadcast. `make soak-messages` kills fifty.
@Suite(.serialized) struct BroadcastKillTests {
    private static let kills = ProcessInfo.processInfo.environment["ISTRI_SOAK_KILLS"].flatMap { Int($0) } ?? 4
    private static let people = 200 * kills

    @Test(.timeLimit(.minutes(10)))
    func `however often a worker is killed, all are told, and twice only under the same name`() async throws {
        let folder = "/tmp/istri-killed-\(UInt32.random(in: 0...UInt32.max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withDatabase(.schema, as: .owner) { pool in
            let broadcast = try await told(pool)
            let url = try await IstriCommand.url(of: pool)
            for _ in 0..<Self.kills {
                let before = try await sent(pool)
                let worker = try start(folder, url)
                defer { worker.signal(SIGKILL) }
                // On a busy machine the last of them may find nothing left to do.
                try await waitUntil(pool) {
                    if try await sent(pool) > before { return true }
                    return try await isDone(broadcast, pool)
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...150)))
                worker.signal(SIGKILL)
                _ = try await worker.status(within: .seconds(10))
            }
            let last = try start(folder, url)
            defer { last.signal(SIGKILL) }
            try await waitUntil(pool) { try await isDone(broadcast, pool) }
            try await expectEachToldOnce(broadcast, folder, pool)
        }
    }

    private func told(_ pool: PostgresPool) async throws -> Int64 {
        try await pool.execute("UPDATE promotional_hours SET opens = '00:00', closes = '24:00'")
        try await pool.execute(
            """
            INSERT INTO users (name, email, email_verified_at, role, offers_accepted_at)
            SELECT 'Someone', n || '@example.org', now(), 'customer', now() FROM generate_series(1, \(Int32(Self.people))) AS n
            """)
        let words = OfferWords(title: "Ten off", description: "All December.")
        let new = NewBroadcast(words: words, target: .all, channels: [.email, .inbox])
        return try await Broadcasts(pool: pool).send(new, by: .system).id
    }

    private func start(_ folder: String, _ url: String) throws -> IstriProcess {
        try IstriProcess(
            ["work", "--concurrency", "4"], folder: folder,
            settings: [
                "DATABASE_URL": url, "ISTRI_JOB_LEASE_SECONDS": "1", "ISTRI_LOG_LEVEL": "critical",
                "ISTRI_SECRET_KEY": Data(repeating: 7, count: 32).base64EncodedString(),
            ])
    }

    private func sent(_ pool: PostgresPool) async throws -> Int {
        try await pool.query("SELECT count(*) FROM messages WHERE channel = 'email' AND status = 'sent'")[0]
            .decode(Int.self)
    }

    private func isDone(_ broadcast: Int64, _ pool: PostgresPool) async throws -> Bool {
        try await pool.query(
            """
            SELECT status = 'done' AND NOT EXISTS (
                SELECT FROM messages WHERE broadcast_id = \(broadcast) AND status IN ('waiting', 'sending'))
            FROM broadcasts WHERE id = \(broadcast)
            """)[0].decode(Bool.self)
    }

    private func waitUntil(_ pool: PostgresPool, _ isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while try await !isSo() {
            if ContinuousClock.now > deadline {
                let state = try await state(pool)
                try #require(Bool(false), "\(state)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// How far it has come, for whoever wonders why it doesn't go on.
    private func state(_ pool: PostgresPool) async throws -> String {
        let rows = try await pool.query(
            """
            SELECT (SELECT json_agg(json_build_array(status, n)) FROM (
                    SELECT status, count(*) AS n FROM messages WHERE channel = 'email' GROUP BY 1) AS m)::text,
                (SELECT json_agg(json_build_array(kind, status, attempts, run_at, last_error)) FROM (
                    SELECT * FROM jobs ORDER BY id LIMIT 5) AS j)::text
            """)
        let (messages, jobs) = try rows[0].decode(String?.self, String?.self)
        return "nothing moves: \(messages ?? "no messages"), \(jobs ?? "no jobs")"
    }

    private func expectEachToldOnce(_ broadcast: Int64, _ folder: String, _ pool: PostgresPool) async throws {
        let (emails, inbox, people, repeats, told) = try await pool.query(
            """
            SELECT count(*) FILTER (WHERE m.channel = 'email' AND m.status = 'sent'),
                count(*) FILTER (WHERE m.channel = 'inbox'), count(DISTINCT m.user_id), sum(m.repeats)::bigint,
                (SELECT b.told FROM broadcasts b WHERE b.id = \(broadcast))
            FROM messages m WHERE m.broadcast_id = \(broadcast)
            """)[0].decode(Int.self, Int.self, Int.self, Int.self, Int32.self)
        #expect(emails == Self.people && inbox == Self.people && people == Self.people && told == Self.people)
        var names: [String: Set<String>] = [:]
        let mails = try FileManager.default.contentsOfDirectory(atPath: folder + "/mail").filter {
            $0.hasSuffix(".eml")
        }
        for mail in mails {
            let lines = try String(contentsOfFile: "\(folder)/mail/\(mail)", encoding: .utf8)
                .components(separatedBy: "\r\n")
            let to = try #require(lines.first { $0.hasPrefix("To: ") })
            let name = try #require(lines.first { $0.hasPrefix("Message-ID: ") })
            names[to, default: []].insert(name)
        }
        #expect(names.count == Self.people, "somebody got nothing")
        #expect(names.values.allSatisfy { $0.count == 1 }, "a repeat under another name")
        // A repeat is counted whether its first attempt arrived or not.
        #expect(mails.count - Self.people <= repeats && repeats <= 4 * Self.kills)
    }
}
