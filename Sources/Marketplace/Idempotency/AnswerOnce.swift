import Foundation
import Postgres

extension IdempotentRequest {
    /// Has the request answered by `body`, once: what it writes and its answer are kept in one transaction, and who
    /// sends the same again within 48 hours gets that answer. A refusal is kept as well.
    ///
    /// - Parameters:
    ///   - refusal: The answer that an error of `body` stands for; nil when it is none of the client's doing.
    ///   - body: Runs in the transaction, again from the start where that has to be tried again.
    /// - Returns: The answer, and whether it was kept from before.
    /// - Throws: `IdempotencyError`, and what `body` throws and `refusal` or the rules keep from being kept.
    package nonisolated(nonsending) func answerOnce(
        on pool: PostgresPool, refusal: (any Error) -> StoredAnswer?,
        _ body: nonisolated(nonsending) (PostgresConnection) async throws -> StoredAnswer
    ) async throws -> (answer: StoredAnswer, isReplay: Bool) {
        try await pool.withRetriedTransaction { transaction in
            if let answer = try await begin(on: transaction) { return (answer, true) }
            let answer: StoredAnswer
            do {
                answer = try await body(transaction)
            } catch let error as PostgresError {
                // The transaction can't go on.
                throw error
            } catch {
                guard let refused = refusal(error), refused.isKept else { throw error }
                answer = refused
            }
            try await store(answer, on: transaction)
            return (answer, false)
        }
    }

    /// As `answerOnce`, for a body that asks somebody else and mustn't hold a transaction meanwhile. It has to do the same
    /// however often it runs: who is killed in the midst of it never says so, and a minute and a half later the next one
    /// begins anew.
    package nonisolated(nonsending) func answerAfterwards(
        on pool: PostgresPool, refusal: (any Error) -> StoredAnswer?,
        _ body: nonisolated(nonsending) () async throws -> StoredAnswer
    ) async throws -> (answer: StoredAnswer, isReplay: Bool) {
        let known: StoredAnswer? = try await pool.withRetriedTransaction { transaction in
            if let answer = try await begin(on: transaction) { return answer }
            try await take(on: transaction)
            return nil
        }
        if let known { return (known, true) }
        do {
            let answer: StoredAnswer
            do {
                answer = try await body()
            } catch {
                guard !(error is PostgresError), let refused = refusal(error), refused.isKept else { throw error }
                answer = refused
            }
            try await pool.withRetriedTransaction { transaction in try await finish(answer, on: transaction) }
            return (answer, false)
        } catch {
            await giveBack(on: pool)
            throw error
        }
    }

    /// - Returns: The first answer, when there is one; nil when the key is this transaction's.
    private func begin(on transaction: PostgresConnection) async throws -> StoredAnswer? {
        let rows = try await transaction.query(
            "SELECT state, status, location, body FROM idempotency_begin(\(user_id), \(key), \(hash))")
        let (state, status, location, body) = try rows[0].decode(
            String.self, Int32?.self, String?.self, [UInt8]?.self)
        switch state {
        case "new": return nil
        case "in_flight": throw IdempotencyError.inFlight
        case "reused": throw IdempotencyError.keyReused
        default: return StoredAnswer(status: Int(status ?? 0), location: location, body: body ?? [])
        }
    }

    /// Keeps the key beyond the transaction.
    private func take(on transaction: PostgresConnection) async throws {
        try await transaction.execute(
            """
            INSERT INTO idempotency_keys (user_id, key, request_hash, running_until)
            VALUES (\(user_id), \(key), \(hash), clock_timestamp() + interval '90 seconds')
            """)
    }

    private func finish(_ answer: StoredAnswer, on transaction: PostgresConnection) async throws {
        try await transaction.execute(
            """
            UPDATE idempotency_keys SET running_until = NULL, status = \(Int32(answer.status)),
                location = \(answer.location), body = \(answer.body)
            WHERE user_id = \(user_id) AND key = \(key) AND request_hash = \(hash) AND running_until IS NOT NULL
            """)
    }

    /// Lets the next one try. Also when the task was cancelled; what can't be said now ends by itself.
    private func giveBack(on pool: PostgresPool) async {
        await Task {
            _ = try? await pool.execute(
                """
                DELETE FROM idempotency_keys
                WHERE user_id = \(user_id) AND key = \(key) AND request_hash = \(hash) AND running_until IS NOT NULL
                """)
        }.value
    }

    private func store(_ answer: StoredAnswer, on transaction: PostgresConnection) async throws {
        try await transaction.execute(
            """
            INSERT INTO idempotency_keys (user_id, key, request_hash, status, location, body)
            VALUES (\(user_id), \(key), \(hash), \(Int32(answer.status)), \(answer.location), \(answer.body))
            """)
    }
}
