import Foundation
import Postgres
import TestSupport
import Testing

@testable import Jobs

struct JobListTests {
    private func kill(_ id: Int64, _ pool: PostgresPool) async throws {
        try await pool.execute(
            """
            UPDATE jobs SET status = 'dead', attempts = 12, failed_at = now(), last_error = 'It broke.'
            WHERE id = \(id)
            """)
    }

    @Test func `pages hold the newest first, and stay right while jobs are added`() async throws {
        try await withDatabase(.schema) { pool in
            var ids: [Int64] = []
            for number in 0..<5 { ids.append(try await pool.enqueue(Note("\(number)"))) }
            var list = JobList()
            list.limit = 2
            var seen: [Int64] = []
            repeat {
                let (jobs, next) = try await list.page(on: pool)
                seen += jobs.map(\.id)
                list.before = next
                _ = try await pool.enqueue(Blink())
            } while list.before != nil
            #expect(seen == ids.reversed())
        }
    }

    @Test func `status and kind filter`() async throws {
        try await withDatabase(.schema) { pool in
            let note = try await pool.enqueue(Note("a"))
            let blink = try await pool.enqueue(Blink())
            try await kill(blink, pool)
            var list = JobList()
            list.kind = Note.name
            #expect(try await list.page(on: pool).jobs.map(\.id) == [note])
            list = JobList()
            list.status = .dead
            #expect(try await list.page(on: pool).jobs.map(\.id) == [blink])
        }
    }

    @Test func `a dead job is revived with all its attempts`() async throws {
        try await withDatabase(.schema) { pool in
            let id = try await pool.enqueue(Note("a"))
            try await kill(id, pool)
            let kind = try await pool.withTransaction { try await reviveJob(id, on: $0) }
            #expect(kind == Note.name)
            #expect(try await pool.job(id)?.status == .waiting)
            #expect(try await pool.job(id)?.attempts == 0)
        }
    }

    @Test func `only a dead job is revived, and none beside one with its key`() async throws {
        try await withDatabase(.schema) { pool in
            let id = try await pool.enqueue(Note("a"), uniqueKey: "k")
            await #expect(throws: JobError.notDead(.waiting)) {
                try await pool.withTransaction { try await reviveJob(id, on: $0) }
            }
            await #expect(throws: JobError.unknownJob) {
                try await pool.withTransaction { try await reviveJob(0, on: $0) }
            }
            try await kill(id, pool)
            _ = try await pool.enqueue(Note("b"), uniqueKey: "k")
            await #expect(throws: JobError.sameWorkWaits) {
                try await pool.withTransaction { try await reviveJob(id, on: $0) }
            }
        }
    }

    @Test func `dead jobs that nobody looked at are deleted in the end`() async throws {
        try await withDatabase(.schema) { pool in
            for number in 0..<5 { try await kill(try await pool.enqueue(Note("\(number)")), pool) }
            try await pool.execute("UPDATE jobs SET failed_at = now() - interval '91 days' WHERE id % 5 <> 0")
            #expect(try await deleteOldDeadJobs(olderThan: DeleteOldDeadJobs.keptFor, atMost: 3, pool) == 3)
            #expect(try await deleteOldDeadJobs(olderThan: DeleteOldDeadJobs.keptFor, atMost: 3, pool) == 1)
            #expect(try await pool.count("jobs") == 1)
        }
    }
}
