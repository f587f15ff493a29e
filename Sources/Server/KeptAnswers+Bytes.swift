import Foundation
import Matching
import NIOCore

extension KeptAnswers<KeptBody> {
    /// Keeps the body, and counts what the entry takes beside it. What it depends on is worked out only if
    /// it is kept.
    func keep(
        _ body: KeptBody, for key: String, scope: @autoclosure () -> AnswerScope,
        validUntil: @autoclosure () -> Date, ticket: Ticket
    ) {
        guard canKeep else { return }
        let scope = scope()
        // Measured roughly: dictionary slot, key twice, entry, buffer and array headers.
        let overhead = 400 + 2 * key.utf8.count + 8 * scope.centres.count
        keep(
            body, for: key, scope: scope, validUntil: validUntil(), cost: body.bytes.capacity + overhead, ticket: ticket
        )
    }
}
