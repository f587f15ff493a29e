import Foundation
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// The slice of `make bench-webhooks` that is among the tests: the program, its database and 32 connections.
struct WebhookRunTests {
    @Test(.timeLimit(.minutes(10)))
    func `after 5,000 webhooks, doubled, shuffled, forged and malformed, the ledger is the oracle's`() async throws {
        let run = try await Subprocess.run(
            .path("/bin/bash"),
            arguments: [
                "benchmarks/webhooks/run.sh", "--istri", IstriProcess.program, "--deliveries", "5000", "--any-speed",
            ],
            workingDirectory: Checkout.folder, output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        #expect(run.terminationStatus.isSuccess, "\(run.standardOutput)\(run.standardError)")
    }
}
