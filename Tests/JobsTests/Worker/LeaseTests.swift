import Foundation
import Postgres
import TestSupport
import Testing

@testable import Jobs

struct LeaseTests {
    private func take(_ queue: JobQueue, lease: Duration) async throws -> JobLease {
        let worker = try await queue.register(lease: lease)
        return try #require(await queue.take(1, for: worker, dueSince: nil).first).lease
    }

    @Test func `a lost worker's job goes to another when the lease ends, not before`() async throws {
        try await withQueue { pool, database in
            let id = try await pool.enqueue(Note("a"))
            let taken = try await take(JobQueue(pool: pool, kinds: [Note.name]), lease: .seconds(2))
            #expect(taken.jobID == id)
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { _, context in await seen.add("\(context.attempt)") }
            try await withWorker(on: database, handlers, lease: .milliseconds(900)) {
                try await Task.sleep(for: .seconds(1))
                #expect(await seen.texts == [])
                try await expectSoon { await seen.texts == ["2"] }
            }
        }
    }

    @Test func `a long job keeps its lease while its worker lives`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { note, _ in
                await seen.add(note.text)
                try await Task.sleep(for: .seconds(2.5))
            }
            _ = try await pool.enqueue(Note("long"))
            try await withWorker(on: database, handlers, lease: .milliseconds(900)) {
                try await withWorker(on: database, handlers, lease: .milliseconds(900)) {
                    try await expectSoon { try await pool.count("jobs") == 0 }
                }
            }
            #expect(await seen.texts == ["long"])
        }
    }

    @Test func `who lost the lease can neither complete the job nor give it back`() async throws {
        try await withQueue { pool, database in
            let id = try await pool.enqueue(Note("a"))
            let queue = JobQueue(pool: pool, kinds: [Note.name])
            let lost = try await take(queue, lease: .zero)
            #expect(try await queue.reclaim() == 1)
            let held = try await take(queue, lease: .seconds(60))

            #expect(try await queue.complete([lost]) == [])
            #expect(try await queue.giveBack([ReturnedJob(lease: lost, reason: .dead(error: "late"))]) == [])
            await #expect(throws: LeaseLost.self) {
                try await pool.withTransaction { try await context(lost).finish(on: $0) }
            }
            #expect(try await pool.job(id)?.status == .running)
            #expect(try await queue.complete([held]) == [id])
            #expect(try await queue.complete([held]) == [])
        }
    }

    private func context(_ lease: JobLease) -> JobContext {
        JobContext(
            id: lease.jobID, attempt: Int(lease.attempt), isLastAttempt: false, logger: .test, lease: lease)
    }

    @Test func `a worker that lost its lease cancels what it runs, and works on under a new one`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { _, context in
                await seen.add("\(context.attempt)")
                if context.attempt == 1 {
                    do { try await Task.sleep(for: .seconds(60)) } catch {
                        await seen.add("cancelled")
                        throw error
                    }
                }
            }
            _ = try await pool.enqueue(Note("a"))
            try await withWorker(on: database, handlers, lease: .milliseconds(600)) {
                try await expectSoon { await seen.count == 1 }
                // What another node does when it hears nothing of this one.
                try await pool.execute("DELETE FROM job_workers")
                try await expectSoon { try await pool.count("jobs") == 0 }
            }
            #expect(await seen.texts.sorted() == ["1", "2", "cancelled"])
        }
    }

    @Test func `a job that takes its process down each time ends as dead`() async throws {
        try await withQueue { pool, database in
            let id = try await pool.enqueue(Note("poison"))
            let queue = JobQueue(pool: pool, kinds: [Note.name])
            for _ in 0..<2 {
                _ = try await take(queue, lease: .zero)
                #expect(try await queue.reclaim() == 1)
            }
            #expect(try await pool.job(id)?.lastError == "The worker was lost before the job ended.")
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self, maxAttempts: 2) { note, _ in await seen.add(note.text) }
            try await withWorker(on: database, handlers) {
                try await expectSoon { try await pool.job(id)?.status == .dead }
            }
            #expect(await seen.texts == [])
        }
    }
}
