import Foundation
import Marketplace
import Postgres
import TestSupport
import Testing

/// Parallel actors create, accept, reject, move, cancel, assign and let time pass; then the history, replayed in the
/// order of commits by a model of its own, must end where the rows are. A slice of `make soak-bookings`.
struct BookingModelTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let runs = environment["ISTRI_SOAK_RUNS"].flatMap(Int.init) ?? 50
    private static let seed = environment["ISTRI_SOAK_SEED"].flatMap(UInt64.init) ?? 1
    private static let actors = 6
    private static let moves = 15

    @Test func `whatever people do at once, the replayed history ends in what is stored`() async throws {
        try await withDatabase(.geodata) { pool in
            let game = try await BookingGame(pool)
            var done: [BookingGame.Move: (done: Int, refused: Int)] = [:]
            for run in 0..<Self.runs {
                try await game.clear()
                let outcomes = try await play(game, run)
                for outcome in outcomes {
                    if outcome.isDone {
                        done[outcome.move, default: (0, 0)].done += 1
                    } else {
                        done[outcome.move, default: (0, 0)].refused += 1
                    }
                }
                let faults =
                    try await replayFaults(game) + answerFaults(outcomes, pool) + storedFaults(pool)
                #expect(faults == [], "run \(run) of seed \(Self.seed)")
                if !faults.isEmpty { break }
            }
            try await report(done, pool)
            // A run in which nothing happened would prove nothing.
            for move in BookingGame.Move.allCases { #expect(done[move]?.done ?? 0 > 0, "nobody could \(move)") }
        }
    }

    private func play(_ game: BookingGame, _ run: Int) async throws -> [BookingGame.Outcome] {
        try await withThrowingTaskGroup(of: [BookingGame.Outcome].self) { group in
            for actor in 0..<Self.actors {
                group.addTask { try await game.play(Self.moves, run: run, actor: actor, seed: Self.seed) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func replayFaults(_ game: BookingGame) async throws -> [String] {
        var model = BookingModel(centres: game.centres)
        var faults: [String] = []
        let lines = try await game.pool.query(
            """
            SELECT id, booking_id, from_status, status, provider_id, scheduled_at, by_role FROM booking_history
            ORDER BY id
            """)
        for row in lines {
            let (id, booking, from, status, provider, start, role) = try row.decode(
                Int64.self, Int64.self, String?.self, String.self, Int64?.self, Date.self, String.self)
            let line = BookingModel.Line(
                id: id, booking: booking, from: from, status: status, provider: provider, start: start, role: role)
            if let fault = model.apply(line) { faults.append("\(line): \(fault)") }
        }
        let rows = try await game.pool.query(
            "SELECT id, status, provider_id, scheduled_at, total_paise, needs_dispatch FROM bookings")
        if rows.count != model.bookings.count {
            faults.append("\(rows.count) rows, \(model.bookings.count) in the model")
        }
        for row in rows {
            let (id, status, provider, start, total, needsDispatch) = try row.decode(
                Int64.self, String.self, Int64?.self, Date.self, Int64.self, Bool.self)
            let stored = BookingModel.State(status: status, provider: provider, start: start, price_paise: total)
            if model.bookings[id] != stored {
                faults.append("\(id): \(stored), not \(String(describing: model.bookings[id]))")
            }
            if needsDispatch != (provider == nil && ["pending", "accepted"].contains(status)) {
                faults.append("\(id): needs_dispatch is \(needsDispatch)")
            }
        }
        return faults
    }

    /// What was acknowledged is there, once; what was refused left nothing.
    private func answerFaults(_ outcomes: [BookingGame.Outcome], _ pool: PostgresPool) async throws -> [String] {
        let audit = try await pool.query(
            """
            SELECT request_id, count(*) FROM audit_log WHERE request_id = ANY (\(outcomes.map(\.request)))
            GROUP BY request_id
            """
        ).map { try $0.decode(String.self, Int.self) }
        let lines = Dictionary(uniqueKeysWithValues: audit)
        let ids: [Int64] = try await pool.query("SELECT id FROM booking_history").map { try $0.column(0) }
        let history = Set(ids)
        return outcomes.compactMap { outcome in
            let count = lines[outcome.request] ?? 0
            if !outcome.auditLines.contains(count) { return "\(outcome): \(count) lines of audit" }
            if let line = outcome.line, !history.contains(line) { return "\(outcome): its line is lost" }
            return nil
        }
    }

    /// By queries that no constraint answers.
    private func storedFaults(_ pool: PostgresPool) async throws -> [String] {
        let rows = try await pool.query(
            """
            SELECT 'overlap: ' || a.id || ' ' || b.id FROM bookings a JOIN bookings b ON a.id < b.id
                AND a.resource_id + 0 = b.resource_id + 0
                AND lower(a.during) < upper(b.during) AND lower(b.during) < upper(a.during)
            WHERE a.status NOT IN ('rejected', 'cancelled', 'expired')
                AND b.status NOT IN ('rejected', 'cancelled', 'expired')
            UNION ALL
            SELECT 'another centre''s bench: ' || b.id FROM bookings b JOIN booking_resources r ON r.id = b.resource_id
            WHERE r.provider_id <> b.provider_id OR r.kind <> 'bench'
            UNION ALL
            SELECT 'length: ' || b.id FROM bookings b
            WHERE b.provider_id IS NOT NULL AND (b.ends_at - b.scheduled_at, upper(b.during)) <> (
                (SELECT make_interval(mins => sum(i.minutes)::integer) FROM booking_items i WHERE i.booking_id = b.id),
                b.ends_at)
            UNION ALL
            -- The test itself pays, and tells nobody.
            SELECT 'told ' || count(j.id) || ' times: ' || h.id
            FROM booking_history h LEFT JOIN jobs j
                ON j.kind = 'tell_of_booking' AND (j.payload->>'historyID')::bigint = h.id
            GROUP BY h.id
            HAVING count(j.id) <> CASE
                WHEN (h.from_status, h.status) = ('held', 'pending') THEN 0 ELSE 1 END
            UNION ALL
            SELECT 'outbox' WHERE (SELECT count(*) FROM booking_outbox) <> (SELECT count(*) FROM booking_history)
            """)
        return try rows.map { try $0.decode(String.self) }
    }

    private func report(
        _ done: [BookingGame.Move: (done: Int, refused: Int)], _ pool: PostgresPool
    ) async throws {
        let deadlocks = try await pool.query(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")[0].decode(Int.self)
        print("| \(Self.runs) runs of \(Self.actors) x \(Self.moves) moves, seed \(Self.seed) | done | refused |")
        print("|---|---|---|")
        for (move, count) in done.sorted(by: { $0.key < $1.key }) {
            print("| \(move) | \(count.done) | \(count.refused) |")
        }
        print("| deadlocks, which nobody was shown | \(deadlocks) | |")
    }
}
