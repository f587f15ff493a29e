import Foundation
import Postgres
import TestSupport
import Testing

@testable import Jobs

struct TakeTests {
    @Test func `workers that take at the same time never get the same job`() async throws {
        try await withDatabase(.schema, configure: { $0.leases.limit = 6 }) { pool in
            try await pool.withConnection { try await (0..<600).map { Note("\($0)") }.enqueue(on: $0) }
            let queue = JobQueue(pool: pool, kinds: [Note.name])
            let taken = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let worker = try await queue.register(lease: .seconds(60))
                        var ids: [Int64] = []
                        while case let jobs = try await queue.take(7, for: worker, dueSince: nil), !jobs.isEmpty {
                            ids += jobs.map(\.lease.jobID)
                        }
                        return ids
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == 600)
            #expect(Set(taken).count == 600)
        }
    }

    @Test func `jobs are taken in the order in which they are due`() async throws {
        try await withDatabase(.schema) { pool in
            let now = Date()
            for (text, age) in [("b", 20.0), ("c", 10), ("a", 30), ("never", -3600)] {
                _ = try await pool.enqueue(Note(text), at: now.addingTimeInterval(-age))
            }
            let queue = JobQueue(pool: pool, kinds: [Note.name])
            let worker = try await queue.register(lease: .seconds(60))
            var texts: [String] = []
            while let job = try await queue.take(1, for: worker, dueSince: nil).first {
                texts.append(try JobPayload.decode(Note.self, from: job.payload).text)
            }
            #expect(texts == ["a", "b", "c"])
        }
    }

    /// With the statistics of an empty table, on which everything looks cheap, and then with many rows.
    @Test(arguments: [0, 50_000])
    func `the take walks along the index, whatever the statistics say`(rows: Int) async throws {
        try await withDatabase(.schema, as: .owner, configure: { $0 = .jobQueue($0.connection) }) { pool in
            try await pool.withConnection { connection in
                try await connection.execute("ANALYZE jobs")
                try await connection.execute(
                    """
                    INSERT INTO jobs (kind, payload, run_at) SELECT \(Note.name), '{}', now() + n * interval '1 s'
                    FROM generate_series(-\(rows), 0) n
                    """)
                if rows > 0 { try await connection.execute("ANALYZE jobs") }
                let take = JobQueue.takeQuery(16, for: 1, kinds: [Note.name, Blink.name], dueSince: nil)
                let plan = try await connection.query("EXPLAIN (COSTS OFF) \(take)")
                    .map { try $0.decode(String.self) }.joined(separator: "\n")
                #expect(plan.contains("Index Scan using jobs_ready on jobs"), "\(plan)")
                #expect(plan.contains("Index Scan using jobs_pkey on jobs"), "\(plan)")
                #expect(!plan.contains("Sort"), "\(plan)")
                #expect(!plan.contains("Seq Scan"), "\(plan)")
            }
        }
    }
}
