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
    /// however often it runs: of two requests at once both may run it, and both get the answer that is kept first.
    package nonisolated(nonsending) func answerAfterwards(
        on pool: PostgresPool, refusal: (any Error) -> StoredAnswer?,
        _ body: nonisolated(nonsending) () async throws -> StoredAnswer
    ) async throws -> (answer: StoredAnswer, isReplay: Bool) {
        let known = try await pool.withRetriedTransaction { transaction in try await begin(on: transaction) }
        if let known { return (known, true) }
        let answer: StoredAnswer
        do {
            answer = try await body()
        } catch {
            guard !(error is PostgresError), let refused = refusal(error), refused.isKept else { throw error }
            answer = refused
        }
        return try await pool.withRetriedTransaction { transaction in
            if let first = try await begin(on: transaction) { return (first, true) }
            try await store(answer, on: transaction)
            return (answer, false)
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

    private func store(_ answer: StoredAnswer, on transaction: PostgresConnection) async throws {
        try await transaction.execute(
            """
            INSERT INTO idempotency_keys (user_id, key, request_hash, status, location, body)
            VALUES (\(user_id), \(key), \(hash), \(Int32(answer.status)), \(answer.location), \(answer.body))
            """)
    }
}
