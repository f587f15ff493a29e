import Foundation
import Postgres

extension Job {
    /// Stores the job on the caller's connection, and so in its transaction: it runs if that commits. Workers see it
    /// within a quarter of a second.
    ///
    /// - Parameters:
    ///   - at: Not before this time; nil is at once.
    ///   - uniqueKey: Of the waiting jobs of this kind one may have the key (1 to 200 characters): who asks for the
    ///     same work twice gets it once. A job that runs already doesn't count, since it may have read old data. A
    ///     failed one that would wait beside another with its key leaves the work to that.
    /// - Returns: The job's id; nil when one with this key waits already.
    @discardableResult
    package func enqueue(
        on connection: PostgresConnection, at: Date? = nil, uniqueKey: String? = nil
    ) async throws -> Int64? {
        let payload = try JobPayload.encode(self)
        let rows = try await connection.query(
            """
            INSERT INTO jobs (kind, payload, unique_key, run_at)
            VALUES (\(Self.name), \(payload)::json, \(uniqueKey), coalesce(\(at), now()))
            ON CONFLICT (kind, unique_key) WHERE status = 'waiting' AND unique_key IS NOT NULL DO NOTHING
            RETURNING id
            """)
        return try rows.first?.decode(Int64.self)
    }
}

extension Collection where Element: Job {
    /// Stores all of them in one round trip; some thousands at a time are fine.
    package func enqueue(on connection: PostgresConnection, at: Date? = nil) async throws {
        guard !isEmpty else { return }
        let payloads = try map { try JobPayload.encode($0) }
        try await connection.execute(
            """
            INSERT INTO jobs (kind, payload, run_at)
            SELECT \(Element.name), payload::json, coalesce(\(at), now()) FROM unnest(\(payloads)::text[]) payload
            """)
    }
}

/// How a job's values are written into its row.
enum JobPayload {
    static func encode(_ job: some Job) throws -> String {
        String(decoding: try JSONEncoder().encode(job), as: UTF8.self)
    }

    static func decode<J: Job>(_: J.Type, from bytes: [UInt8]) throws -> J {
        try JSONDecoder().decode(J.self, from: Data(bytes))
    }
}
