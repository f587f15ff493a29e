import Foundation

/// An answer as it came over the wire.
struct RazorpayReply: Sendable {
    let status: Int
    let contentType: String?
    /// Nil when there was more of it than is taken.
    let body: Data?

    /// - Throws: What an answer means that isn't a success, or can't be read.
    func value<Value: Decodable>(as _: Value.Type) throws(GatewayFailure) -> Value {
        switch status {
        case 200...299:
            guard let value: Value = decoded() else { throw .misunderstood(summary) }
            return value
        case 429: throw .unavailable(summary)
        case 400...499:
            // What stands before the gateway and answers in its place has other words.
            guard let refusal: RazorpayAnswer.Refusal = decoded() else { throw .unavailable(summary) }
            throw .refused(code: refusal.error.code, description: refusal.error.description, status: status)
        case 500...599: throw .unavailable(summary)
        default: throw .misunderstood(summary)
        }
    }

    private func decoded<Value: Decodable>() -> Value? {
        body.flatMap { try? JSONDecoder().decode(Value.self, from: $0) }
    }

    private var summary: String {
        let length = body.map { "\($0.count) bytes" } ?? "too many bytes"
        return "status \(status) with \(length) of \((contentType ?? "no type").prefix(60))"
    }
}
