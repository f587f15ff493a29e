import Documents
import Marketplace

extension JSONWriter {
    mutating func write(_ payment: Payment) {
        object { $0.writeMembers(of: payment) }
    }

    /// As whoever has just opened it needs it to pay.
    mutating func write(opened payment: Payment, key_id: String?) {
        object { json in
            json.writeMembers(of: payment)
            switch payment.method {
            case .razorpay: json.field("key_id", key_id)
            case .upi:
                json.field("upi_uri", payment.upiURI)
                json.field("qr_svg", payment.upiURI.flatMap(QRCode.init).map(\.svg))
            case .manual: break
            }
        }
    }

    private mutating func writeMembers(of payment: Payment) {
        field("id", payment.id)
        field("booking_id", payment.booking_id)
        field("method", payment.method.rawValue)
        field("status", payment.status.rawValue)
        field("amount_paise", payment.amount_paise)
        field("currency", "INR")
        field("received_paise", payment.received_paise)
        field("refunded_paise", payment.refunded_paise)
        field("refunding_paise", payment.refunding_paise)
        if payment.method == .razorpay { field("order_id", payment.order_id) }
        field("txn_id", payment.txn_id)
        field("received_by", payment.receivedBy)
        field("instrument", payment.instrument)
        field("error_code", payment.error_code)
        field("error", payment.error)
        field("created_at", payment.createdAt)
        field("authorized_at", payment.authorizedAt)
        field("captured_at", payment.capturedAt)
    }

    mutating func write(_ refund: Refund) {
        object { json in
            json.field("id", refund.id)
            json.field("payment_id", refund.payment_id)
            json.field("booking_id", refund.booking_id)
            json.field("amount_paise", refund.amount_paise)
            json.field("status", refund.status.rawValue)
            json.field("cause", refund.cause.rawValue)
            json.field("reason", refund.reason)
            json.field("reference", refund.reference)
            json.field("error_code", refund.error_code)
            json.field("created_at", refund.createdAt)
            json.field("processed_at", refund.processedAt)
        }
    }

    mutating func write(_ money: BookingMoney) {
        object { json in
            json.field("booking_id", money.booking_id)
            json.field("payment_status", money.paymentStatus.rawValue)
            json.field("payable_paise", money.payable_paise)
            json.field("paid_paise", money.paid_paise)
            json.field("refunded_paise", money.refunded_paise)
            json.field("refunding_paise", money.refunding_paise)
            json.field("due_paise", money.due_paise)
            json.key("items")
            json.array(money.payments) { json, payment in json.write(payment) }
            json.key("refunds")
            json.array(money.refunds) { json, refund in json.write(refund) }
        }
    }
}

extension QRCode {
    /// A drawing that stands by itself, of 4 CSS pixels a module.
    var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" role="img" width="\(4 * side)" height="\(4 * side)" \
        viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h\(side)v\(side)H0z"/>\
        <path d="\(path)"/></svg>
        """
    }
}
