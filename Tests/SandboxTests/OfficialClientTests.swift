import Foundation
import Gateways
import SystemPackage
import TestSupport
import Testing

@testable import Sandbox

/// The gateway's official client decides whether the sandbox speaks as the gateway does.
struct OfficialClientTests {
    private struct Signed: Decodable {
        struct Webhook: Decodable {
            let body: String
            let signature: String
        }

        let checkout: [String: String]
        let webhooks: [Webhook]
    }

    @Test(.timeLimit(.minutes(3)))
    func `the official client finds the gateway in the sandbox, and we find its signatures right`() async throws {
        try await RunningSandbox.with { running in
            let (status, output, errors) = try await run([
                "deploy/official-client.sh", running.url, RunningSandbox.keyID, RunningSandbox.keySecret,
                RunningSandbox.webhookSecret,
            ])
            try #require(status == 0, "\(errors)")
            let signed = try JSONDecoder().decode(Signed.self, from: output)
            #expect(signed.webhooks.count >= 12)
            for webhook in signed.webhooks {
                let body = Data(webhook.body.utf8)
                let secrets = ["the one before", RunningSandbox.webhookSecret]
                #expect(GatewaySignature.isValid(webhook.signature, webhook: body, secrets: secrets))
                #expect(!GatewaySignature.isValid(webhook.signature, webhook: body + [10], secrets: secrets))
                #expect(!GatewaySignature.isValid(webhook.signature, webhook: body, secrets: ["another"]))
            }
            #expect(
                GatewaySignature.isValid(
                    signed.checkout["razorpay_signature"] ?? "", orderID: signed.checkout["razorpay_order_id"] ?? "",
                    paymentID: signed.checkout["razorpay_payment_id"] ?? "", keySecret: RunningSandbox.keySecret))
        }
    }

    private func run(_ command: [String]) async throws -> (status: Int32, output: Data, errors: String) {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            process.arguments = command
            process.currentDirectoryURL = URL(fileURLWithPath: Checkout.folder.string)
            let files = ["output", "errors"].map { URL(fileURLWithPath: folder + "/" + $0) }
            for file in files { try Data().write(to: file) }
            process.standardOutput = try FileHandle(forWritingTo: files[0])
            process.standardError = try FileHandle(forWritingTo: files[1])
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                process.terminationHandler = { _ in continuation.resume() }
                do { try process.run() } catch { continuation.resume(throwing: error) }
            }
            return (
                process.terminationStatus, try Data(contentsOf: files[0]),
                String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
            )
        }
    }
}
