import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import NIOCore

/// How requests reach the server: over what, how large, how fast, how many.
package struct Transport: Sendable {
    package let limits: TransportLimits
    /// Nil: without TLS.
    package let certificate: ServerCertificate?
    let connections: Connections
    let headers: SecurityHeaders

    package init(limits: TransportLimits = TransportLimits(), certificate: ServerCertificate? = nil) {
        self.limits = limits
        self.certificate = certificate
        connections = Connections(maximum: limits.connections)
        headers = SecurityHeaders()
    }

    /// Whether the network can't read along.
    var isSecure: Bool { certificate != nil }

    var server: HTTPServerBuilder {
        HTTPServerBuilder { responder in
            if let certificate { SecureChannel(self, certificate, responder) } else { PlainChannel(self, responder) }
        }
    }

    func configuration(host: String, port: Int) -> ApplicationConfiguration {
        ApplicationConfiguration(
            address: .hostname(host, port: port), serverName: "Istri",
            availableConnectionsDelegate: ConnectionPlaces(connections: connections))
    }

    func makeGuard() -> ConnectionGuard { ConnectionGuard(limits: limits, connections: connections) }

    /// Idle connections are the guard's business.
    var http1Configuration: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [RequestGate(connections: connections, headers: headers)], idleTimeout: nil,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headerFieldBytes, maxHeaderListSize: limits.headerBytes,
                maxHeaderFieldCount: limits.headerCount))
    }

    var http2Configuration: HTTP2Channel.Configuration {
        HTTP2Channel.Configuration(
            idleTimeout: limits.idleTime, gracefulCloseTimeout: limits.requestTime,
            streamConfiguration: .init(
                additionalChannelHandlers: [
                    StreamGate(limits: limits, connections: connections, headers: headers)
                ]))
    }
}
