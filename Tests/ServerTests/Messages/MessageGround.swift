import Foundation
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// What is stored of a message.
struct StoredMessage: Equatable {
    let id: Int64
    let key: String
    let channel: String
    let kind: String
    let status: String
    let attempts: Int32
    let repeats: Int32
    let providerID: String?
    let lastError: String?
}

extension TestServer {
    /// Of one person, the oldest first.
    func messages(of user: Int64) async throws -> [StoredMessage] {
        try await pool.query(
            """
            SELECT id, key::text, channel, kind, status, attempts, repeats, provider_message_id, last_error
            FROM messages WHERE user_id = \(user) ORDER BY id
            """
        ).map { row in
            StoredMessage(
                id: try row.column(0), key: try row.column(1), channel: try row.column(2), kind: try row.column(3),
                status: try row.column(4), attempts: try row.column(5), repeats: try row.column(6),
                providerID: try row.column(7), lastError: try row.column(8))
        }
    }

    func notice(_ user: Int64, _ kind: String, _ booking: Int64?, _ detail: String?) async throws {
        _ = try await pool.withTransaction { transaction in
            try await transaction.query("SELECT message_notice(\(user), \(kind), \(booking), \(detail)::jsonb)")
        }
    }

    /// Returns when no job waits or runs; dead ones stay.
    func settled() async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while try await pool.query(
            "SELECT EXISTS (SELECT FROM jobs WHERE status <> 'dead' AND run_at < now() + interval '20 seconds')")[0]
            .decode(Bool.self)
        {
            try #require(ContinuousClock.now < deadline, "jobs are left")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// From when to when promotional messages may go, by the clock in India.
    func promotionalHours(_ opens: String, _ closes: String) async throws {
        try await pool.asOwner("UPDATE promotional_hours SET opens = '\(opens)', closes = '\(closes)'")
    }

    /// Hours of this day that are over, or have not begun.
    func closePromotionalHours() async throws {
        let isEarly = try await pool.query("SELECT (now() AT TIME ZONE 'Asia/Kolkata')::time < '12:00'")[0]
            .decode(Bool.self)
        try await promotionalHours(isEarly ? "22:00" : "01:00", isEarly ? "23:00" : "02:00")
    }

    /// With an address that is proven to be theirs.
    func agreeToOffers(_ person: Person) async throws {
        try await pool.execute(
            "UPDATE users SET offers_accepted_at = now(), email_verified_at = now() WHERE id = \(person.id)")
    }
}
