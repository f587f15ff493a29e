import Foundation
import Postgres
import ServiceLifecycle
import TestSupport
import Testing

@testable import Jobs

struct StopTests {
    private func group(
        on database: PostgresConnectionInfo, _ handlers: JobHandlers, drain: Duration
    ) -> ServiceGroup {
        var limits = JobWorker.Limits()
        limits.drain = drain
        let worker = JobWorker(connection: database, handlers: handlers, limits: limits, logger: .test)
        return ServiceGroup(configuration: .init(services: [worker], logger: .test))
    }

    @Test func `a running job may finish, and no other is begun`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { note, _ in
                await seen.add(note.text)
                while try await pool.notes().count < 2 { try await Task.sleep(for: .milliseconds(20)) }
                await seen.add(note.text + " done")
            }
            let services = group(on: database, handlers, drain: .seconds(10))
            let work = Task { try await services.run() }
            _ = try await pool.enqueue(Note("a"))
            try await expectSoon { await seen.count == 1 }
            await services.triggerGracefulShutdown()
            // Time to notice, for a look at the queue may be under way.
            try await Task.sleep(for: .seconds(1))
            _ = try await pool.enqueue(Note("b"))
            try await work.value
            #expect(await seen.texts == ["a", "a done"])
            #expect(try await pool.notes() == ["b"])
            #expect(try await pool.count("job_workers") == 0)
        }
    }

    @Test func `a job that takes too long to finish is given back, and the attempt doesn't count`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { note, _ in
                await seen.add(note.text)
                try await Task.sleep(for: .seconds(60))
            }
            let services = group(on: database, handlers, drain: .milliseconds(300))
            let work = Task { try await services.run() }
            let id = try await pool.enqueue(Note("a"))
            try await expectSoon { await seen.count == 1 }
            let asked = ContinuousClock.now
            await services.triggerGracefulShutdown()
            try await work.value
            #expect(ContinuousClock.now - asked < .seconds(5))
            let job = try #require(await pool.job(id))
            #expect(job.status == .waiting)
            #expect(job.attempts == 0)
            #expect(job.lastError == nil)
        }
    }

    @Test func `even a job that doesn't heed cancellation is given back`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { note, _ in
                await seen.add(note.text)
                await Task.detached { try? await Task.sleep(for: .seconds(20)) }.value
            }
            let services = group(on: database, handlers, drain: .zero)
            let work = Task { try await services.run() }
            let id = try await pool.enqueue(Note("a"))
            try await expectSoon { await seen.count == 1 }
            let asked = ContinuousClock.now
            await services.triggerGracefulShutdown()
            try await work.value
            #expect(ContinuousClock.now - asked < .seconds(8))
            #expect(try await pool.job(id)?.status == .waiting)
        }
    }
}
