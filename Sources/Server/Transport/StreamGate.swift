import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes
import Synchronization

/// Watches one HTTP/2 stream as `ConnectionGuard` watches a connection: its body must come, and its answer be taken,
/// at a pace. Refuses a head that is larger than one of HTTP/1 may be.
final class StreamGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: TransportLimits
    private let connections: Connections
    private let headers: SecurityHeaders
    private var watch: ConnectionGuard?
    private var looks: RepeatedTask?
    private var isIncomplete = true
    private var isReading = false
    private var received = 0
    private var receiving = 0
    private var written = 0
    private var isAnswered = false
    private var giving = 0
    private var isRefused = false

    init(limits: TransportLimits, connections: Connections, headers: SecurityHeaders) {
        self.limits = limits
        self.connections = connections
        self.headers = headers
    }

    func handlerAdded(context: ChannelHandlerContext) {
        watch = try? context.channel.parent?.pipeline.syncOperations.handler(type: ConnectionGuard.self)
        watch?.streamOpened()
        let tick = TimeAmount(limits.tick)
        let me = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        looks = context.eventLoop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { _ in
            me.value.0.look(me.value.1)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        looks?.cancel()
        looks = nil
        watch?.streamClosed()
        watch = nil
    }

    func read(context: ChannelHandlerContext) {
        isReading = true
        context.read()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        context.fireChannelReadComplete()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(let head) where !limits.allows(head): return refuse(context)
        case .head: break
        case .body(let bytes): received += bytes.readableBytes
        case .end: isIncomplete = false
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head: break
        case .body(let bytes): written += bytes.readableBytes
        case .end: isAnswered = true
        }
        context.write(data, promise: promise)
    }

    /// The rest of the request is not read: the stream ends with the answer.
    private func refuse(_ context: ChannelHandlerContext) {
        isRefused = true
        isIncomplete = false
        isAnswered = true
        connections.unreadable.add(1, ordering: .relaxed)
        let id = RequestID().description
        let (fields, body) = ErrorResponses.parts(ErrorResponses.headersTooLarge, requestID: id)
        var head = HTTPResponse(status: .requestHeaderFieldsTooLarge, headerFields: headers.fields(for: fields))
        head.headerFields[.requestID] = id
        head.headerFields[.contentLength] = String(body.readableBytes)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        let me = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in me.value.close(promise: nil) }
    }

    private func look(_ context: ChannelHandlerContext) {
        if isIncomplete, isReading { receiving += 1 }
        giving = isAnswered || !context.channel.isWritable ? giving + 1 : 0
        if limits.isTooSlow(after: limits.tick * giving, bytes: written) {
            connections.tooSlow.add(1, ordering: .relaxed)
            context.close(promise: nil)
        } else if isIncomplete, limits.isTooSlow(after: limits.tick * receiving, bytes: received) {
            connections.tooSlow.add(1, ordering: .relaxed)
            receiving = 0
            isIncomplete = false
            context.fireErrorCaught(ErrorResponses.tooSlow)
        }
    }
}
