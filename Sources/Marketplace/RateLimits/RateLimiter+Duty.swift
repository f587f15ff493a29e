import Logging
import Postgres

/// What has to be done again and again for the limits to hold.
extension RateLimiter {
    /// Exchanges the counts each second and deletes old rows each minute, until the task is cancelled; then
    /// sends what is left. While the database is away each node goes on with what it counts itself.
    package func run() async {
        var isFailing = false
        var seconds = Int.random(in: 0..<60)
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .seconds(1))
                try await exchangeCounts()
                seconds += 1
                if seconds.isMultiple(of: 60) { try await deleteOldCounts() }
                if isFailing { logger.info("The nodes count together again") }
                isFailing = false
            } catch is CancellationError {
                break
            } catch {
                if !isFailing { logger.warning("This node counts alone", metadata: ["cause": "\(error)"]) }
                isFailing = true
            }
        }
        _ = await Task { try? await exchangeCounts() }.value
    }

    /// Adds what this node has admitted to what all count, and takes over the sum.
    package func exchangeCounts() async throws {
        for (limit, tally) in tallies {
            var parts = tally.toSend().flatMap { part in
                stride(from: 0, to: part.count, by: Self.batch).map { part[$0..<min($0 + Self.batch, part.count)] }
            }[...]
            do {
                while let part = parts.first {
                    try await exchange(limit, tally, part)
                    parts.removeFirst()
                }
            } catch {
                tally.failed(parts.joined())
                throw error
            }
            tally.forgetTheQuiet()
        }
    }

    /// Deletes rows that count for nothing any more, a bounded number at a time and in all; what is left
    /// waits for the next time. Nodes that do so at once don't wait for each other.
    package func deleteOldCounts() async throws {
        for table in ["rate_counts", "sign_in_attempts"] {
            for _ in 0..<100 {
                let deleted = try await pool.execute(
                    """
                    DELETE FROM \(identifier: table) WHERE ctid = ANY (ARRAY(
                        SELECT ctid FROM \(identifier: table) WHERE expires_at < now()
                        ORDER BY expires_at LIMIT \(Self.batch) FOR UPDATE SKIP LOCKED))
                    """)
                if deleted < Self.batch { break }
            }
        }
    }

    private static var batch: Int { 1000 }

    /// - Parameter part: Of one period.
    private func exchange(
        _ limit: RateLimit, _ tally: SharedTally, _ part: ArraySlice<SharedTally.Unsent>
    ) async throws {
        guard let periodNo = part.first?.periodNo else { return }
        var sent: [[UInt8]: SharedTally.Unsent] = [:]
        for one in part { sent[key(limit, tally.rule, [one.key.description])] = one }
        let (keys, amounts) = (Array(sent.keys), sent.values.map(\.amount))
        let rows = try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT key, period_no, current, previous
                FROM rate_add(\(keys), \(amounts), \(periodNo), \(tally.rule.period_s))
                """)
        }
        tally.received(
            try rows.compactMap { row in
                let (key, periodNo, current, previous) = try row.decode(
                    [UInt8].self, Int64.self, Int64.self, Int64.self)
                return sent[key].map {
                    ($0, WindowCount(periodNo: periodNo, current: current, previous: previous))
                }
            })
    }
}
