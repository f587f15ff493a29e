import Foundation
import Matching
import NIOCore

extension KeptAnswers<ByteBuffer> {
    /// Keeps the body, and counts what the entry takes beside it.
    func keep(_ body: ByteBuffer, for key: String, scope: AnswerScope, validUntil: Date, ticket: Ticket) {
        // Measured roughly: dictionary slot, key twice, entry, buffer and array headers.
        let overhead = 400 + 2 * key.utf8.count + 8 * scope.centres.count
        keep(body, for: key, scope: scope, validUntil: validUntil, cost: body.capacity + overhead, ticket: ticket)
    }
}
