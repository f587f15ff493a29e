import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// HTTP/1.1 without TLS: for loopback, and behind a proxy that speaks TLS with the world.
struct PlainChannel: ServerChildChannel {
    let transport: Transport
    let http1: HTTP1Channel

    init(_ transport: Transport, _ responder: @escaping HTTPChannelHandler.Responder) {
        self.transport = transport
        http1 = HTTP1Channel(responder: responder, configuration: transport.http1Configuration)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(transport.makeGuard())
        }.flatMap { http1.setup(channel: channel, logger: logger) }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await http1.handle(value: value, logger: logger)
    }
}
