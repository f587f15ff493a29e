import HTTPTypes
import Hummingbird

extension IstriServer {
    /// Serves `GET /metrics` on an address of its own, which is not for the world: it says how busy we are.
    ///
    /// Its limits are the front door's, but its connections are its own, so that it answers when all others are taken.
    package func metricsApplication(host: String, port: Int) -> some ApplicationProtocol {
        let page = MetricsPage(meters: monitor.meters, connections: transport.connections, pool: pool, kept: kept)
        let router = Router(context: BasicRequestContext.self)
        router.get("/metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: await page.text())))
        }
        var limits = transport.limits
        limits.connections = 16
        let own = Transport(limits: limits)
        return Application(
            router: router, server: own.server, configuration: own.configuration(host: host, port: port), logger: logger
        )
    }
}
