import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOHTTPTypes
import NIOSSL
import NIOTLS

/// HTTP/2 or HTTP/1.1 over TLS, as the client prefers (ALPN).
struct SecureChannel: ServerChildChannel {
    enum Connection: Sendable {
        case http1(HTTP1Channel.Value)
        case http2(HTTP2Channel.Value)
    }

    struct Value: ServerChildChannelValue {
        let channel: any Channel
        /// There when the handshake is done.
        let connection: EventLoopFuture<Connection>
    }

    let transport: Transport
    let certificate: ServerCertificate
    let http1: HTTP1Channel
    let http2: HTTP2Channel

    init(
        _ transport: Transport, _ certificate: ServerCertificate, _ responder: @escaping HTTPChannelHandler.Responder
    ) {
        self.transport = transport
        self.certificate = certificate
        http1 = HTTP1Channel(responder: responder, configuration: transport.http1Configuration)
        http2 = HTTP2Channel(responder: responder, configuration: transport.http2Configuration)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let negotiation = NIOTypedApplicationProtocolNegotiationHandler<Connection> { result, channel in
                result == .negotiated("h2") ? setUpHTTP2(channel, logger) : setUpHTTP1(channel, logger)
            }
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context))
            try pipeline.addHandler(transport.makeGuard())
            try pipeline.addHandler(negotiation)
            return Value(channel: channel, connection: negotiation.protocolNegotiationResult)
        }
    }

    private func setUpHTTP1(_ channel: any Channel, _ logger: Logger) -> EventLoopFuture<Connection> {
        http1.setup(channel: channel, logger: logger).map(Connection.http1)
    }

    private func setUpHTTP2(_ channel: any Channel, _ logger: Logger) -> EventLoopFuture<Connection> {
        try? channel.pipeline.syncOperations.handler(type: ConnectionGuard.self).becameHTTP2()
        return http2.setup(channel: channel, logger: logger).map(Connection.http2)
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.connection.get() {
            case .http1(let connection): await http1.handle(value: connection, logger: logger)
            case .http2(let connection): await http2.handle(value: connection, logger: logger)
            }
        } catch {
            logger.debug("TLS handshake failed", metadata: ["cause": "\(error)"])
        }
    }
}
