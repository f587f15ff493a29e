import Foundation
import Logging
import Postgres

@testable import Jobs

struct Note: Job {
    static let name = "test.note"
    let text: String

    init(_ text: String) { self.text = text }
}

struct Blink: Job {
    static let name = "test.blink"
}

extension Logger {
    /// Tests break what they can, so what the program says of it is no news.
    static let test: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()
}

extension PostgresPool {
    /// The texts of the notes in the queue, in the order in which they were enqueued.
    func notes() async throws -> [String] {
        try await query("SELECT payload->>'text' FROM jobs WHERE kind = 'test.note' ORDER BY id")
            .map { try $0.decode(String.self) }
    }

    func enqueue(_ job: some Job, at: Date? = nil, uniqueKey: String? = nil) async throws -> Int64 {
        let id = try await withConnection { try await job.enqueue(on: $0, at: at, uniqueKey: uniqueKey) }
        guard let id else { throw CancellationError() }
        return id
    }

    func job(_ id: Int64) async throws -> JobSummary? {
        var list = JobList()
        list.before = id + 1
        list.limit = 1
        return try await list.page(on: self).jobs.first { $0.id == id }
    }

    /// - Parameter rows: A table, and a condition if there is one.
    func count(_ rows: String) async throws -> Int {
        try await query("SELECT count(*) FROM \(Query(unsafeSQL: rows))")[0].decode(Int.self)
    }
}
