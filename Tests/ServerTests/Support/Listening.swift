import Foundation
import Hummingbird
import HummingbirdTesting
import Logging

@testable import Server

extension TestServer {
    /// Runs the server on a real socket, with a transport of the test's own.
    func listening<Result: Sendable>(
        _ transport: Transport? = nil, _ body: @Sendable (_ port: Int, _ server: IstriServer) async throws -> Result
    ) async throws -> Result {
        var server = server
        if let transport { server.transport = transport }
        let running = server
        return try await running.application().test(.live) { client in
            guard let port = client.port else { throw NoPort() }
            return try await body(port, running)
        }
    }

    /// A server of the test's own routes, behind the same front door.
    func application(
        _ routes: [Route], transport: Transport = Transport(), logging: RequestLogging = .none, logger: Logger = .test
    ) -> some ApplicationProtocol {
        let router = Router(context: PublicContext.self)
        let monitor = RequestMonitor(meters: RequestMeters(routes: routes), logging: logging)
        router.add(
            middleware: FrontDoor(
                proxies: server.proxies, paths: PathTable(routes), transport: transport, monitor: monitor,
                pageErrors: PageErrors(site: .current, accounts: server.accounts)))
        router.add(
            routes,
            PageDoor(site: .current, authentication: Authentication(accounts: server.accounts), limiter: limiter))
        return Application(
            router: router, server: transport.server,
            configuration: transport.configuration(host: "127.0.0.1", port: 0),
            logger: logger)
    }

    /// Limits that a test needn't wait long for.
    static func hasty(
        requestTime: Duration = .milliseconds(400), idleTime: Duration = .seconds(60), bytesPerSecond: Int = 1024,
        connections: Int = 100
    ) -> Transport {
        var limits = TransportLimits()
        limits.requestTime = requestTime
        limits.idleTime = idleTime
        limits.bytesPerSecond = bytesPerSecond
        limits.connections = connections
        return Transport(limits: limits)
    }

    private struct NoPort: Error {}
}

/// A request as it goes over the wire.
func wire(
    _ method: String, _ target: String, host: String? = "127.0.0.1", headers: [String] = [], body: String = "",
    close: Bool = true
) -> [UInt8] {
    var lines = ["\(method) \(target) HTTP/1.1"]
    if let host { lines.append("Host: \(host)") }
    lines += headers
    if close { lines.append("Connection: close") }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
}

/// An answer as it came over the wire.
struct WireAnswer {
    let text: String

    init(_ text: String) { self.text = text }

    var status: Int { text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }

    var body: String {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return "" }
        return String(text[end.upperBound...])
    }

    func header(_ name: String) -> String? {
        let head = text.components(separatedBy: "\r\n\r\n").first ?? ""
        let line = head.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        return line.map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
}
