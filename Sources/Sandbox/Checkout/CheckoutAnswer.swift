/// What the browser brings back to the shop.
struct CheckoutAnswer: Sendable {
    let fields: [String: String]

    /// - Parameter secret: The API key's.
    init(_ payment: Payment, secret: String) {
        guard payment.status != .failed else {
            fields = [
                "error[code]": payment.error_code ?? "", "error[description]": payment.error_description ?? "",
                "error[source]": payment.error_source ?? "", "error[step]": payment.error_step ?? "",
                "error[reason]": payment.error_reason ?? "",
                "error[metadata]": #"{"payment_id":"\#(payment.id)","order_id":"\#(payment.order_id)"}"#,
            ]
            return
        }
        fields = [
            "razorpay_payment_id": payment.id, "razorpay_order_id": payment.order_id,
            "razorpay_signature": Signing.hex(of: "\(payment.order_id)|\(payment.id)", secret: secret),
        ]
    }
}
