import HTTPTypes
import Hummingbird
import Marketplace

/// What the gateway tells us. It knows nothing of sessions: its signature says who it is.
struct WebhookRoutes: Sendable {
    let payments: Payments

    /// Events have a few thousand bytes.
    private static let limit = 256 << 10

    var routes: [Route] { [Route(.post, "/api/payments/webhook", store)] }

    @Sendable func store(_ request: Request, _ context: PublicContext) async throws -> Response {
        let body = try await request.bytes(limit: Self.limit)
        let isNew: Bool
        do {
            isNew = try await payments.store(
                webhook: Array(body.readableBytesView), eventID: request.headers[.razorpayEventID],
                signature: request.headers[.razorpaySignature])
        } catch PaymentError.badSignature {
            throw Problem(.unauthorized, "bad_signature", "The signature is not the gateway's.")
        }
        var answer = Answer.json { json in
            json.object { json in json.field("stored", isNew) }
        }
        answer.status = isNew ? .accepted : .ok
        return answer
    }
}

extension HTTPField.Name {
    static let razorpaySignature = HTTPField.Name("X-Razorpay-Signature")!
    static let razorpayEventID = HTTPField.Name("x-razorpay-event-id")!
}
