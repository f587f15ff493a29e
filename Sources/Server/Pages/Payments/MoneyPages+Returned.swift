import Hummingbird
import Marketplace

/// What the gateway can't give back: cash and transfers go back by hand.
extension MoneyPages {
    /// Somebody has given back by hand what was paid by hand.
    @Sendable func returned(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await vouch(context, for: "refund", by: "returned_reference", done: "payments.returned") {
            booking, refund, reference in
            let known = try await payments.money(of: booking.id, for: context.user).refunds
            guard known.contains(where: { $0.id == refund }) else { throw PaymentError.unknownRefund }
            _ = try await payments.confirmRefund(refund, reference, by: context.actor)
        }
    }

    /// Who has the money gives it back: its centre, or an admin.
    static func mayReturn(_ refund: Refund, in money: BookingMoney, _ user: SignedInUser) -> Bool {
        guard refund.status == .requested, let payment = money.payments.first(where: { $0.id == refund.payment_id })
        else { return false }
        return payment.method != .razorpay && (user.role == .admin || payment.receivedBy == "provider")
    }

    static func returnedField(
        of refund: Refund, _ page: PageContext, _ problems: [FormProblem]
    ) -> [String: Any] {
        let isRefused = page.form["refund"] == String(refund.id)
        var view = FormView("payments", page.words, typed: isRefused ? page.form : FormBody())
        if isRefused { view.problems = problems }
        var field = view.field("returned_reference")
        if !isRefused { field["id"] = "returned-\(refund.id)" }
        field["refund_id"] = String(refund.id)
        return field
    }
}
