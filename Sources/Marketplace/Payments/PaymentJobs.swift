import Jobs
import Postgres

/// Takes an authorised payment. Enqueued in SQL by `payment_have_captured`.
package struct CapturePaymentJob: Job, Hashable {
    package static let name = "capture_payment"
    package let paymentID: Int64
}

/// Asks the gateway for a refund. Enqueued in SQL by `refund_have_made`.
package struct RefundPaymentJob: Job, Hashable {
    package static let name = "refund_payment"
    package let refundID: Int64
}

/// Asks the gateway how a payment stands.
package struct CheckPaymentJob: Job, Hashable {
    package static let name = "check_payment"
    package let paymentID: Int64

    package init(paymentID: Int64) { self.paymentID = paymentID }
}

/// Looks which payments the gateway has to be asked about.
struct ReconcilePaymentsJob: Job {
    static let name = "payments.reconcile"
}

/// Lets go of what webhooks held besides what was read of them.
struct ForgetWebhooksJob: Job {
    static let name = "payments.forget_webhooks"
}

extension JobHandlers {
    /// Without a gateway what is to be done there waits: another node may know it.
    package mutating func addPayments(_ payments: Payments) {
        handle(WorkOffWebhookJob.self) { job, context in try await payments.workOff(job, context) }
        handle(ForgetWebhooksJob.self, timeout: .minutes(30)) { _, _ in try await payments.forgetWebhooks() }
        every(.hours(24), offset: .hours(3), ForgetWebhooksJob())
        guard payments.takesGateway else { return }
        handle(CapturePaymentJob.self) { job, _ in try await payments.capture(job.paymentID) }
        handle(RefundPaymentJob.self) { job, _ in try await payments.makeRefund(job.refundID) }
        handle(CheckPaymentJob.self) { job, _ in try await payments.check(job.paymentID) }
        handle(ReconcilePaymentsJob.self, timeout: .minutes(9)) { _, _ in try await payments.reconcile() }
        every(.minutes(10), ReconcilePaymentsJob())
    }
}

extension Payments {
    fileprivate func forgetWebhooks() async throws {
        let batch: Int32 = 10_000
        var gone = batch
        while gone == batch {
            try Task.checkCancellation()
            gone = try await pool.withRetriedTransaction { transaction in
                try await transaction.query("SELECT webhooks_forget(\(batch))")[0].decode(Int32.self)
            }
        }
    }
}
