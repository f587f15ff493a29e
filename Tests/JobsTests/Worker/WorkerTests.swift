import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Jobs

struct WorkerTests {
    @Test func `a job is done once, and its row is gone`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { note, _ in await seen.add(note.text) }
            try await withWorker(on: database, handlers) {
                for number in 0..<100 { _ = try await pool.enqueue(Note("\(number)")) }
                try await expectSoon { try await pool.count("jobs") == 0 }
            }
            #expect(await seen.texts.sorted() == (0..<100).map { "\($0)" }.sorted())
            #expect(try await pool.count("job_workers") == 0)
        }
    }

    @Test func `no more jobs run at the same time than there are slots`() async throws {
        try await withQueue { pool, database in
            let running = Mutex((now: 0, most: 0))
            var handlers = JobHandlers()
            handlers.handle(Note.self) { _, _ in
                running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                try await Task.sleep(for: .milliseconds(30))
                running.withLock { $0.now -= 1 }
            }
            try await pool.withConnection { try await (0..<40).map { Note("\($0)") }.enqueue(on: $0) }
            try await withWorker(on: database, handlers, concurrency: 5) {
                try await expectSoon { try await pool.count("jobs") == 0 }
            }
            #expect(running.withLock { $0.most } == 5)
        }
    }

    @Test func `a job for later waits until its time`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { note, _ in await seen.add(note.text) }
            try await withWorker(on: database, handlers) {
                _ = try await pool.enqueue(Note("later"), at: Date().addingTimeInterval(1.2))
                _ = try await pool.enqueue(Note("much later"), at: Date().addingTimeInterval(3600))
                try await Task.sleep(for: .milliseconds(600))
                #expect(await seen.texts == [])
                try await expectSoon { await seen.texts == ["later"] }
                try await expectSoon { try await pool.notes() == ["much later"] }
            }
        }
    }

    @Test func `a kind that this program doesn't know is left waiting`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { note, _ in await seen.add(note.text) }
            try await withWorker(on: database, handlers) {
                let blink = try await pool.enqueue(Blink())
                _ = try await pool.enqueue(Note("known"))
                try await expectSoon { await seen.count == 1 }
                #expect(try await pool.job(blink)?.status == .waiting)
                #expect(try await pool.job(blink)?.attempts == 0)
            }
        }
    }

    @Test func `a handler can end the job in the transaction of its own work`() async throws {
        try await withQueue { pool, database in
            try await pool.asOwner("CREATE TABLE work (text text); GRANT ALL ON work TO istri_app")
            var handlers = JobHandlers()
            handlers.handle(Note.self, maxAttempts: 2) { note, context in
                try await pool.withTransaction { transaction in
                    try await context.finish(on: transaction)
                    try await transaction.execute("INSERT INTO work VALUES (\(note.text))")
                    if note.text == "fails", context.attempt == 1 { throw TransientFailure("no", retryAfter: .zero) }
                }
            }
            _ = try await pool.enqueue(Note("works"))
            _ = try await pool.enqueue(Note("fails"))
            try await withWorker(on: database, handlers) {
                try await expectSoon { try await pool.count("jobs") == 0 }
            }
            let done = try await pool.query("SELECT text FROM work ORDER BY text").map { try $0.decode(String.self) }
            #expect(done == ["fails", "works"])
        }
    }

    @Test func `the worker goes on after the database was away`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { note, _ in await seen.add(note.text) }
            try await withWorker(on: database, handlers) {
                _ = try await pool.enqueue(Note("before"))
                try await expectSoon { await seen.count == 1 }
                try await pool.asOwner(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND application_name = 'istri jobs'
                    """)
                _ = try await pool.enqueue(Note("after"))
                try await expectSoon { try await pool.count("jobs") == 0 }
            }
            #expect(await Set(seen.texts) == ["before", "after"])
        }
    }
}
