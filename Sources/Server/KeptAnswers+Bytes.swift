import Foundation
import Matching
import NIOCore

extension KeptAnswers<ByteBuffer> {
    /// Keeps a copy of the body that has no room to spare, and counts what the entry takes beside it.
    func keep(_ body: ByteBuffer, for key: String, scope: AnswerScope, validUntil: Date, ticket: Ticket) {
        var exact = ByteBufferAllocator().buffer(capacity: body.readableBytes)
        exact.writeImmutableBuffer(body)
        // Measured roughly: dictionary slot, key twice, entry, buffer and array headers.
        let overhead = 400 + 2 * key.utf8.count + 8 * scope.centres.count
        keep(
            exact, for: key, scope: scope, validUntil: validUntil, cost: exact.capacity + overhead, ticket: ticket)
    }
}
