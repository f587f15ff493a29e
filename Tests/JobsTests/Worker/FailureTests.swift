import Foundation
import Postgres
import TestSupport
import Testing

@testable import Jobs

struct FailureTests {
    struct Broken: Error {}

    @Test func `a failed job is tried again until it works`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self) { _, context in
                await seen.add("\(context.attempt)")
                if context.attempt < 3 { throw TransientFailure("not yet", retryAfter: .milliseconds(10)) }
            }
            _ = try await pool.enqueue(Note("a"))
            try await withWorker(on: database, handlers) {
                try await expectSoon { try await pool.count("jobs") == 0 }
            }
            #expect(await seen.texts == ["1", "2", "3"])
        }
    }

    @Test func `after its last attempt a job is kept as dead with its error`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self, maxAttempts: 2) { _, context in
                await seen.add("\(context.isLastAttempt)")
                throw TransientFailure("The mail server is away.", retryAfter: .zero)
            }
            let id = try await pool.enqueue(Note("a"))
            try await withWorker(on: database, handlers) {
                try await expectSoon { try await pool.job(id)?.status == .dead }
            }
            let job = try #require(await pool.job(id))
            #expect(job.attempts == 2)
            #expect(job.lastError == "The mail server is away.")
            #expect(job.failedAt != nil)
            #expect(await seen.texts == ["false", "true"])
        }
    }

    @Test func `a permanent failure isn't tried again`() async throws {
        try await withQueue { pool, database in
            var handlers = JobHandlers()
            handlers.handle(Note.self) { _, _ in throw PermanentFailure("There is no such mailbox.") }
            let id = try await pool.enqueue(Note("a"))
            try await withWorker(on: database, handlers) {
                try await expectSoon { try await pool.job(id)?.status == .dead }
            }
            #expect(try await pool.job(id)?.attempts == 1)
            #expect(try await pool.job(id)?.lastError == "There is no such mailbox.")
        }
    }

    @Test func `a job that takes too long is cancelled and has failed`() async throws {
        try await withQueue { pool, database in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle(Note.self, maxAttempts: 1, timeout: .milliseconds(300)) { _, _ in
                do { try await Task.sleep(for: .seconds(60)) } catch {
                    await seen.add("cancelled")
                    throw error
                }
            }
            let id = try await pool.enqueue(Note("a"))
            try await withWorker(on: database, handlers) {
                try await expectSoon { try await pool.job(id)?.status == .dead }
            }
            #expect(try await pool.job(id)?.lastError == "Took longer than 0.3 s.")
            #expect(await seen.texts == ["cancelled"])
        }
    }

    @Test func `a payload that can't be read says where, not what`() async throws {
        try await withQueue { pool, database in
            var handlers = JobHandlers()
            handlers.handle(Note.self, maxAttempts: 1) { _, _ in }
            try await pool.execute(
                "INSERT INTO jobs (kind, payload) VALUES (\(Note.name), \(#"{"text":{"secret":"hunter2"}}"#)::json)")
            try await withWorker(on: database, handlers) {
                try await expectSoon { try await pool.count("jobs WHERE status = 'dead'") == 1 }
            }
            let error = try await pool.query("SELECT last_error FROM jobs")[0].decode(String.self)
            #expect(error == "The payload can't be read: another type at 'text'")
        }
    }

    @Test func `a failed job doesn't wait beside another with its key`() async throws {
        try await withQueue { pool, database in
            var handlers = JobHandlers()
            handlers.handle(Note.self) { note, context in
                if note.text == "first", context.attempt == 1 {
                    #expect(try await pool.enqueue(Note("second"), uniqueKey: "k") > 0)
                    throw TransientFailure("again", retryAfter: .seconds(3600))
                }
                try await Task.sleep(for: .seconds(60))
            }
            let first = try await pool.enqueue(Note("first"), uniqueKey: "k")
            try await withWorker(on: database, handlers, concurrency: 1) {
                try await expectSoon { try await pool.job(first) == nil }
            }
            #expect(try await pool.notes() == ["second"])
        }
    }

    @Test func `what is stored of an error holds nothing of what somebody typed`() {
        enum Refused: Error { case plain, address(String) }
        struct Text: Error, CustomStringConvertible { var description: String { "hunter2" } }
        enum Loud: Error, CustomStringConvertible {
            case one
            var description: String { "hunter2" }
        }
        #expect(ErrorText.of(Refused.plain).hasSuffix("Refused.plain"))
        #expect(ErrorText.of(Refused.address("a@example.org")).hasSuffix("Refused.address"))
        for error in [Text(), Loud.one] as [any Error] { #expect(!ErrorText.of(error).contains("hunter2")) }
        #expect(ErrorText.of(PermanentFailure("a\nb\u{1B}c")) == "a b c")
        #expect(ErrorText.of(PermanentFailure(String(repeating: "அ", count: 900))).unicodeScalars.count == 500)
        #expect(ErrorText.of(CancellationError()) == "The work was cancelled.")
    }
}
