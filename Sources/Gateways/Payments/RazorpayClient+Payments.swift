import Foundation
import NIOHTTP1

extension RazorpayClient {
    private struct Capture: Encodable {
        let amount: Int64
        let currency = "INR"
    }

    private struct Refund: Encodable {
        let amount: Int64
        let speed = "normal"
        let notes: [String: String]
    }

    @Sendable func payment(_ id: String) async throws(GatewayFailure) -> GatewayPayment {
        let answer: RazorpayAnswer.Payment = try await repeatedly(.init(path: "payments/\(try Self.segment(id))"))
        return try GatewayPayment(answer)
    }

    /// Never asked twice by itself: when there was no answer, or a refusal, the payment is looked at, and given if it
    /// is captured.
    @Sendable func capture(_ paymentID: String, _ amount_paise: Int64) async throws(GatewayFailure) -> GatewayPayment {
        let path = "payments/\(try Self.segment(paymentID))/capture"
        let body = try encoded(Capture(amount: amount_paise))
        do throws(GatewayFailure) {
            let answer: RazorpayAnswer.Payment = try await once(.init(method: .POST, path: path, body: body))
            return try checked(GatewayPayment(answer), paymentID, amount_paise)
        } catch {
            let payment = try? await self.payment(paymentID)
            guard let payment, payment.captured, payment.amount_paise == amount_paise else { throw error }
            return payment
        }
    }

    private func checked(
        _ payment: GatewayPayment, _ id: String, _ amount_paise: Int64
    ) throws(GatewayFailure) -> GatewayPayment {
        guard payment.id == id, payment.captured, payment.amount_paise == amount_paise else {
            throw .misunderstood("the capture of \(id) was answered by \(payment.id), \(payment.status.rawValue)")
        }
        return payment
    }

    @Sendable func refund(
        _ paymentID: String, _ amount_paise: Int64, _ idempotencyKey: String, _ notes: [String: String]
    ) async throws(GatewayFailure) -> GatewayRefund {
        let answer: RazorpayAnswer.Refund = try await repeatedly(
            .init(
                method: .POST, path: "payments/\(try Self.segment(paymentID))/refund",
                body: try encoded(Refund(amount: amount_paise, notes: notes)),
                headers: ["X-Refund-Idempotency": idempotencyKey]))
        let refund = try GatewayRefund(answer)
        guard refund.payment_id == paymentID, refund.amount_paise == amount_paise else {
            throw .misunderstood("refund \(refund.id) isn't the one that was asked for")
        }
        return refund
    }

    @Sendable func refunds(ofPayment id: String) async throws(GatewayFailure) -> [GatewayRefund] {
        let answer: RazorpayAnswer.Collection<RazorpayAnswer.Refund> = try await repeatedly(
            .init(path: "payments/\(try Self.segment(id))/refunds", query: ["count": "100"]))
        var refunds: [GatewayRefund] = []
        for item in answer.items { refunds.append(try GatewayRefund(item)) }
        return refunds
    }
}
