import Foundation
import Postgres
import TestSupport
import Testing

@testable import Jobs

struct EnqueueTests {
    struct Rolled: Error {}

    @Test func `a job is there when its transaction commits, and not when it is rolled back`() async throws {
        try await withDatabase(.schema) { pool in
            try await pool.withTransaction { _ = try await Note("kept").enqueue(on: $0) }
            await #expect(throws: Rolled.self) {
                try await pool.withTransaction {
                    _ = try await Note("undone").enqueue(on: $0)
                    throw Rolled()
                }
            }
            #expect(try await pool.notes() == ["kept"])
        }
    }

    @Test func `of the waiting jobs of a kind one may have the key`() async throws {
        try await withDatabase(.schema) { pool in
            let ids = try await pool.withConnection { connection in
                [
                    try await Note("a").enqueue(on: connection, uniqueKey: "k"),
                    try await Note("b").enqueue(on: connection, uniqueKey: "k"),
                    try await Note("c").enqueue(on: connection, uniqueKey: "other"),
                    try await Blink().enqueue(on: connection, uniqueKey: "k"),
                    try await Note("d").enqueue(on: connection),
                ]
            }
            #expect(ids.map { $0 != nil } == [true, false, true, true, true])
            #expect(try await pool.notes() == ["a", "c", "d"])
        }
    }

    @Test func `a job that runs doesn't keep another with its key from waiting`() async throws {
        try await withDatabase(.schema) { pool in
            try await pool.withConnection { _ = try await Note("a").enqueue(on: $0, uniqueKey: "k") }
            let queue = JobQueue(pool: pool, kinds: [Note.name])
            let taken = try await queue.take(1, for: try await queue.register(lease: .seconds(60)), dueSince: nil)
            #expect(taken.count == 1)
            _ = try await pool.enqueue(Note("b"), uniqueKey: "k")
            #expect(try await pool.notes() == ["a", "b"])
        }
    }

    @Test func `many are stored in one statement`() async throws {
        try await withDatabase(.schema) { pool in
            try await pool.withConnection { try await (0..<2500).map { Note("\($0)") }.enqueue(on: $0) }
            #expect(try await pool.notes().count == 2500)
        }
    }

    @Test func `any text survives the way through the queue`() async throws {
        try await withDatabase(.schema) { pool in
            let text = "தமிழ் \u{0} \"quoted\" \\ \u{1F525}'; DROP TABLE jobs; --"
            try await pool.withConnection { _ = try await Note(text).enqueue(on: $0) }
            let queue = JobQueue(pool: pool, kinds: [Note.name])
            let job = try #require(
                await queue.take(1, for: try await queue.register(lease: .seconds(60)), dueSince: nil).first)
            #expect(try JobPayload.decode(Note.self, from: job.payload).text == text)
        }
    }
}
