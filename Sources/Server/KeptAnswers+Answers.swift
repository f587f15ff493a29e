import Foundation
import Matching
import NIOCore

extension KeptAnswers<KeptAnswer> {
    /// Keys name their kind, so another kind than the one that was kept is never asked for.
    func find<Value: Sendable>(_ key: String, as _: Value.Type = Value.self) -> Value? {
        answer(for: key)?.value as? Value
    }

    /// Keeps the value, and counts what the entry takes beside it. What it depends on is worked out only if
    /// it is kept.
    ///
    /// - Parameter bytes: What the value itself takes.
    func keep(
        _ value: any Sendable, bytes: Int, for key: String, scope: @autoclosure () -> AnswerScope,
        validUntil: @autoclosure () -> Date = .distantFuture, ticket: Ticket
    ) {
        guard canKeep else { return }
        let scope = scope()
        // Measured roughly: dictionary slot, key twice, entry, buffer and array headers.
        let overhead = 400 + 2 * key.utf8.count + 8 * scope.centres.count
        keep(
            KeptAnswer(value: value), for: key, scope: scope, validUntil: validUntil(), cost: bytes + overhead,
            ticket: ticket)
    }

    func keep(
        _ body: KeptBody, for key: String, scope: @autoclosure () -> AnswerScope,
        validUntil: @autoclosure () -> Date = .distantFuture, ticket: Ticket
    ) {
        keep(
            body, bytes: body.bytes.capacity, for: key, scope: scope(), validUntil: validUntil(), ticket: ticket)
    }
}
