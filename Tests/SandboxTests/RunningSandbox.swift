import Foundation
import Gateways
import Logging
import TestSupport

@testable import Sandbox

/// The sandbox of one test, on a port of its own.
struct RunningSandbox: Sendable {
    static let keyID = "rzp_test_ofTheTests"
    static let keySecret = "the key's secret"
    static let webhookSecret = "the webhook's secret"

    let sandbox: Sandbox
    let port: Int

    var url: String { "http://127.0.0.1:\(port)" }
    var book: Book { sandbox.book }
    var controls: Controls { sandbox.controls }

    /// Starts one, runs `body` and stops it, however that ends.
    static func with<Result: Sendable>(
        folder: String? = nil, webhookURL: String? = nil, _ body: (RunningSandbox) async throws -> Result
    ) async throws -> Result {
        let (ports, inlet) = AsyncStream.makeStream(of: Int.self)
        var settings = SandboxSettings(
            port: 0, keyID: keyID, keySecret: keySecret, webhookSecret: webhookSecret)
        settings.folder = folder
        settings.webhookURL = webhookURL
        let logger = Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() })
        let sandbox = try Sandbox(settings, logger: logger) { inlet.yield($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { inlet.finish() }
                try await sandbox.run()
            }
            guard let port = await ports.first(where: { _ in true }) else { throw DidNotStart() }
            defer { group.cancelAll() }
            return try await body(RunningSandbox(sandbox: sandbox, port: port))
        }
    }

    /// Our client, which waits for little.
    func gateway<Result: Sendable>(
        secret: String = keySecret, _ change: (inout RazorpayConfiguration) -> Void = { _ in },
        _ body: (PaymentGateway) async throws -> Result
    ) async throws -> Result {
        var configuration = RazorpayConfiguration(keyID: Self.keyID, keySecret: secret)
        configuration.address = GatewayAddress(url)!
        configuration.timeout = .seconds(5)
        configuration.pause = .milliseconds(5)
        change(&configuration)
        let logger = Logger(label: "gateway", factory: { _ in SwiftLogNoOpLogHandler() })
        return try await PaymentGateway.withRazorpay(configuration, logger: logger, body)
    }

    struct DidNotStart: Error {}
}

/// A folder that is gone afterwards.
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("istri-sandbox-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}
