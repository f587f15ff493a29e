import HTTPTypes
import Marketplace

extension ErrorResponses {
    static func payment(_ error: PaymentError) -> Problem {
        switch error {
        case .unknownPayment: Problem(.notFound, "unknown_payment", "There is no such payment.")
        case .unknownRefund: Problem(.notFound, "unknown_refund", "There is no such refund.")
        case .unknownProvider: Problem(.notFound, "unknown_provider", "There is no such centre.")
        case .methodUnavailable(let method):
            .invalidParameter(
                "method", "Paying by '\(method.rawValue)' is not set up here: take another method.",
                code: "method_unavailable")
        case .nothingDue: Problem(.conflict, "nothing_due", "There is nothing to pay for this booking.")
        case .alreadyPaid: Problem(.conflict, "already_paid", "This booking is paid already.")
        case .amountTooSmall(let least):
            Problem(.unprocessableContent, "amount_too_small", "The least that can be paid so is \(rupees(least)).")
        case .amountTooLarge(let most):
            Problem(.unprocessableContent, "amount_too_large", "The most that can be paid so is \(rupees(most)).")
        case .orderUnderWay, .gatewayUnavailable:
            .retryLater(
                "gateway_unavailable", "The payment gateway doesn't answer at this moment. Please try again shortly.",
                afterSeconds: 5)
        case .badSignature: Problem(.unprocessableContent, "bad_signature", "The signature is not the gateway's.")
        case .invalidReference:
            .invalidParameter("reference", "'reference' must be 4 to 40 letters, digits, '/', '-' and '_'.")
        case .invalidUPIAddress: .invalidParameter("vpa", "'vpa' must be a UPI address as name@bank.")
        case .referenceUsed:
            Problem(.conflict, "reference_used", "This reference of the bank has been counted already.")
        case .notConfirmable:
            Problem(.conflict, "not_confirmable", "The gateway tells of this payment itself: it needs no confirmation.")
        case .alreadyConfirmed:
            Problem(.conflict, "already_confirmed", "This was confirmed already, by another reference.")
        case .notYoursToRefund:
            Problem(.forbidden, "forbidden", "The platform has this money: only an admin can give it back.")
        case .notPaid: Problem(.conflict, "not_paid", "Nothing has come in by this payment that could be given back.")
        case .refundTooLarge(let rest):
            .invalidParameter(
                "amount_paise", "At most \(rupees(rest)) can be given back of this payment.", code: "refund_too_large"
            ).with("rest_paise") { $0.value(rest) }
        case .payoutTooLarge(let rest):
            .invalidParameter(
                "amount_paise", "At most \(rupees(rest)) can be paid to this centre.", code: "payout_too_large"
            ).with("rest_paise") { $0.value(rest) }
        }
    }

    private static func rupees(_ paise: Int64) -> String {
        let rest = paise % 100
        return "₹\(paise / 100)." + (rest < 10 ? "0\(rest)" : "\(rest)")
    }
}
