import Foundation
import Postgres
import Synchronization

/// Notes when sessions were last used: at most once a minute for each, many with one statement, and beside the
/// requests rather than in them.
final class Sightings: Sendable {
    private struct State {
        var sessions: Set<Int64> = []
        var isWriting = false
    }

    private let pool: PostgresPool
    private let delay: Duration
    private let state = Mutex(State())
    /// What is stored may be so much behind.
    static let precision: TimeInterval = 60
    /// Beyond so many at once, the rest wait for their next request.
    private static let limit = 10_000

    init(pool: PostgresPool, delay: Duration = .seconds(1)) {
        self.pool = pool
        self.delay = delay
    }

    func note(_ user: SignedInUser) {
        guard user.lastSeenAt.timeIntervalSinceNow < -Self.precision else { return }
        let mustStart = state.withLock { state in
            guard state.sessions.count < Self.limit else { return false }
            state.sessions.insert(user.sessionID)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { Task { await write() } }
    }

    /// What can't be written is noted again by the session's next request.
    private func write() async {
        try? await Task.sleep(for: delay)
        let sessions = state.withLock { state in
            defer { state = State() }
            return Array(state.sessions)
        }
        _ = try? await pool.execute(
            """
            UPDATE sessions SET last_seen_at = now()
            WHERE id = ANY(\(sessions)) AND ended_at IS NULL AND last_seen_at < now() - make_interval(secs => \(Self.precision))
            """)
    }
}
