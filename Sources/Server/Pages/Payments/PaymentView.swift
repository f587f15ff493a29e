import Foundation
import Marketplace

/// How pages write payments, refunds and documents.
struct PaymentView {
    let formats: Formats
    var words: Words { formats.words }

    /// What every page about a booking's money begins with.
    func head(_ booking: Booking) -> [String: Any] {
        var model: [String: Any] = [
            "href": "/bookings/\(booking.id)", "reference": booking.reference,
            "total": formats.rupees(
                paise: booking.total_paise + booking.fee_paise),
        ]
        if booking.roundOff_paise != 0 { model["rounding"] = formats.rupees(paise: booking.roundOff_paise) }
        return model
    }

    func status(_ status: PaymentStatus) -> [String: Any] {
        ["label": words.text("payments.status.\(status.rawValue)"), "tone": Self.tones[status] ?? "plain"]
    }

    private static let tones: [PaymentStatus: String] = [
        .paid: "ok", .pending: "pending", .failed: "rejected", .partiallyRefunded: "pending",
    ]

    /// - Parameters:
    ///   - canConfirm: Whether the reader may say that its money has come.
    ///   - canRefund: Whether they may give it back.
    func row(_ payment: Payment, canConfirm: Bool, canRefund: Bool) -> [String: Any] {
        let amount = payment.received_paise ?? payment.amount_paise
        var model: [String: Any] = [
            "id": String(payment.id), "method": words.text("payments.method.\(payment.method.rawValue)"),
            "amount": formats.rupees(paise: amount), "at": formats.dateAndTime(payment.createdAt),
            "machine_at": formats.machineTime(payment.createdAt),
            "state": words.text("payments.state.\(payment.status.rawValue)"),
            "received_by": words.text("payments.received_by.\(payment.receivedBy)"),
        ]
        if let reference = payment.txn_id { model["txn"] = reference }
        if payment.refunded_paise > 0 { model["refunded"] = formats.rupees(paise: payment.refunded_paise) }
        if payment.refunding_paise > 0 { model["refunding"] = formats.rupees(paise: payment.refunding_paise) }
        let isByHand = payment.method != .razorpay
        if canConfirm, isByHand, payment.status == .created { model["can_confirm"] = true }
        if canRefund, payment.refundable_paise > 0 {
            model["can_refund"] = true
            model["rest"] = formats.rupees(paise: payment.refundable_paise)
        }
        return model
    }

    func row(_ refund: Refund) -> [String: Any] {
        var model: [String: Any] = [
            "id": String(refund.id), "amount": formats.rupees(paise: refund.amount_paise),
            "at": formats.dateAndTime(refund.createdAt),
            "machine_at": formats.machineTime(refund.createdAt),
            "state": words.text("payments.refund_state.\(refund.status.rawValue)"),
            "cause": words.text("payments.refund_cause.\(refund.cause.rawValue)"),
        ]
        if let reference = refund.reference { model["returned_by"] = reference }
        if let reason = refund.reason { model["reason"] = Named(reason, in: formats.language).model }
        return model
    }

    func row(_ invoice: Invoice) -> [String: Any] {
        let query = invoice.kind.isCorrection ? "?note=\(invoice.id)" : ""
        var model: [String: Any] = [
            "kind": words.text("payments.document.\(invoice.kind.rawValue)"), "serial": invoice.serial,
            "total": formats.rupees(paise: invoice.total_paise), "at": formats.date(invoice.issuedAt),
            "machine_at": formats.machineTime(invoice.issuedAt),
            "pdf_href": "/bookings/\(invoice.bookingID)/invoice.pdf\(query)",
        ]
        if invoice.roundOff_paise != 0 {
            model["document_rounding"] = formats.rupees(paise: invoice.roundOff_paise)
        }
        return model
    }
}
