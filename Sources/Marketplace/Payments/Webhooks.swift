import Crypto
import Foundation
import Gateways
import Jobs
import Postgres

/// Works off an event of the gateway's. Enqueued with it, in SQL by `webhook_store`.
package struct WorkOffWebhookJob: Job, Hashable {
    package static let name = "work_off_webhook"
    /// Of `webhook_events`.
    package let eventID: Int64
}

extension Payments {
    /// Keeps what the gateway tells us; a job works it off. One round trip.
    ///
    /// - Parameters:
    ///   - body: As it came, byte for byte.
    ///   - eventID: The gateway's, the same for each delivery; without one that can be kept the body stands for it.
    /// - Returns: Whether it was new.
    /// - Throws: `PaymentError.badSignature`, and then nothing was looked at.
    package func store(webhook body: [UInt8], eventID: String?, signature: String?) async throws -> Bool {
        guard let gateway = means.gateway, let signature, gateway.isSigned(webhook: body, by: signature) else {
            throw PaymentError.badSignature
        }
        let id = eventID.flatMap(Self.keepable) ?? Self.digest(of: body)
        return try await pool.withConnection { connection in
            try await connection.query("SELECT webhook_store(\(id)::text, \(body)::bytea)")[0].decode(Bool.self)
        }
    }

    private static func keepable(_ id: String) -> String? {
        (1...100).contains(id.utf8.count) && id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) ? id : nil
    }

    private static func digest(of body: [UInt8]) -> String {
        "sha256:" + SHA256.hash(data: body).map { String(format: "%02x", $0) }.joined()
    }

    func workOff(_ job: WorkOffWebhookJob, _ context: JobContext) async throws {
        try await pool.withRetriedTransaction { transaction in
            try await context.finish(on: transaction)
            _ = try await transaction.query("SELECT webhook_work_off(\(job.eventID), \(responseMinutes))")
        }
    }
}
