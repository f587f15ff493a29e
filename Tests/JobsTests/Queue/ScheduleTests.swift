import Foundation
import Postgres
import TestSupport
import Testing

@testable import Jobs

struct ScheduleTests {
    private func schedule(_ interval: Duration, offset: Duration = .zero) throws -> JobSchedule {
        var handlers = JobHandlers()
        handlers.handle(Note.self) { _, _ in }
        handlers.every(interval, offset: offset, Note("tick"))
        return try #require(handlers.schedules.first)
    }

    @Test func `each slot has one run, however many nodes there are`() async throws {
        try await withDatabase(.schema, configure: { $0.leases.limit = 8 }) { pool in
            let queue = JobQueue(pool: pool, kinds: [Note.name])
            let schedule = try schedule(.milliseconds(200))
            let end = ContinuousClock.now + .seconds(3)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await queue.introduce(schedule)
                        while ContinuousClock.now < end { _ = try await queue.enqueueIfDue(schedule) }
                    }
                }
                try await group.waitForAll()
            }
            // run_at of a repeated job is the begin of its slot.
            let slots = try await pool.query(
                """
                SELECT extract(epoch FROM run_at)::float8, count(*) FROM jobs GROUP BY run_at ORDER BY run_at
                """
            ).map { try $0.decode(Double.self, Int.self) }
            #expect(slots.count >= 10)
            #expect(slots.allSatisfy { $0.1 == 1 })
            for (slot, next) in zip(slots, slots.dropFirst()) {
                let steps = (next.0 - slot.0) / 0.2
                #expect(abs(steps - steps.rounded()) < 0.001, "slots follow each other by the interval")
            }
        }
    }

    @Test func `a new schedule runs first when the next slot begins, on Kolkata's clock`() async throws {
        try await withDatabase(.schema) { pool in
            let queue = JobQueue(pool: pool, kinds: [Note.name])
            let schedule = try schedule(.hours(24), offset: .hours(3))
            try await queue.introduce(schedule)
            #expect(try await !queue.enqueueIfDue(schedule))
            let (time, isNext) = try await pool.query(
                """
                SELECT (next_at AT TIME ZONE 'Asia/Kolkata')::time::text,
                    next_at > now() AND next_at <= now() + interval '1 day'
                FROM job_schedules
                """)[0].decode(String.self, Bool.self)
            #expect(time == "03:00:00")
            #expect(isNext)
        }
    }

    @Test func `a node that comes late doesn't begin a slot anew`() async throws {
        try await withDatabase(.schema) { pool in
            let queue = JobQueue(pool: pool, kinds: [Note.name])
            let schedule = try schedule(.hours(1))
            // As if others' clock were an hour on: they have enqueued the slot that is this node's next.
            try await queue.introduce(schedule)
            try await pool.execute("UPDATE job_schedules SET last_at = next_at, next_at = next_at + interval '1 hour'")
            try await queue.introduce(schedule)
            let kept = try await pool.query("SELECT next_at = last_at + interval '1 hour' FROM job_schedules")
            #expect(try kept[0].decode(Bool.self))
        }
    }

    @Test func `slots that nobody was there for are made up for by one run`() async throws {
        try await withDatabase(.schema) { pool in
            let queue = JobQueue(pool: pool, kinds: [Note.name])
            let schedule = try schedule(.hours(1))
            try await queue.introduce(schedule)
            try await pool.execute("UPDATE job_schedules SET next_at = next_at - interval '5 hours'")
            #expect(try await queue.enqueueIfDue(schedule))
            #expect(try await !queue.enqueueIfDue(schedule))
            #expect(try await pool.notes() == ["tick"])
        }
    }

    @Test func `a shorter interval counts at once`() async throws {
        try await withDatabase(.schema) { pool in
            let queue = JobQueue(pool: pool, kinds: [Note.name])
            try await queue.introduce(try schedule(.hours(240)))
            try await queue.introduce(try schedule(.minutes(1)))
            try await queue.introduce(try schedule(.hours(240)))
            let soon = try await pool.query("SELECT next_at <= now() + interval '1 minute' FROM job_schedules")
            #expect(try soon[0].decode(Bool.self))
        }
    }

    @Test func `a worker runs what it is to repeat`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { note, _ in await seen.add(note.text) }
            handlers.every(.seconds(1), Note("tick"))
            try await withWorker(on: database, handlers) {
                try await expectSoon { await seen.count >= 2 }
            }
        }
    }
}
