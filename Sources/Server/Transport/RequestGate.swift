import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes
import Synchronization

/// Stands behind the HTTP/1 parser: answers what that refuses in the form of every other error, and closes the
/// connection after an answer that leaves part of its request unread, so that no body is drained without bound.
final class RequestGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let connections: Connections
    private let headers: SecurityHeaders
    private var watch: ConnectionGuard?
    /// Requests begun and not yet answered.
    private var running = 0
    /// Whether a part of the last request is still to come.
    private var isIncomplete = false
    /// Whether the last request's answer is the connection's last.
    private var isLast = false
    private var refusal: Problem?
    private var isClosing = false

    init(connections: Connections, headers: SecurityHeaders) {
        self.connections = connections
        self.headers = headers
    }

    func handlerAdded(context: ChannelHandlerContext) {
        watch = try? context.pipeline.syncOperations.handler(type: ConnectionGuard.self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        watch = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing, refusal == nil else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard isLengthClear(head) else { return errorCaught(context: context, error: ErrorResponses.unknownCoding) }
            begin(head, context)
        case .body: break
        case .end:
            isIncomplete = false
            watch?.requestArrived()
        }
        context.fireChannelRead(data)
    }

    private func begin(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
        running += 1
        isIncomplete = true
        if endsConnection(head) { isLast = true }
        watch?.headArrived()
        // Whoever asks before sending a body shall not wait for it in vain; who refuses it does so in the answer.
        if running == 1, head.headerFields[.expect]?.lowercased() == "100-continue" {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
    }

    /// The parser takes a coding that it doesn't know for the end of the head, and the body for the next request;
    /// RFC 9112 wants such a request refused.
    private func isLengthClear(_ head: HTTPRequest) -> Bool {
        let codings = head.headerFields[values: .transferEncoding]
        return codings.isEmpty || codings.map { $0.lowercased() } == ["chunked"]
    }

    /// The parser reads nothing behind a request for another protocol, which we don't speak.
    private func endsConnection(_ head: HTTPRequest) -> Bool {
        if head.method == .connect || head.headerFields[.upgrade] != nil { return true }
        guard let options = head.headerFields[.connection] else { return false }
        return options.lowercased().split(separator: ",").contains { $0.filter { $0 != " " } == "close" }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.kind != .informational:
            if running == 1, isIncomplete { isLast = true }
            guard running == 1, isLast, refusal == nil else { return context.write(data, promise: promise) }
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .head, .body:
            context.write(data, promise: promise)
        case .end:
            running -= 1
            if running == 0, isLast {
                close(after: data, promise, context)
            } else {
                context.write(data, promise: promise)
            }
            guard running == 0 else { return }
            watch?.allAnswered()
            if let refusal, !isClosing { refuse(refusal, context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isClosing else { return }
        guard let problem = ErrorResponses.unreadable(error) else { return context.fireErrorCaught(error) }
        connections.unreadable.add(1, ordering: .relaxed)
        if running > 0, isIncomplete {
            // Whoever reads the body hears of it there.
            context.fireErrorCaught(problem)
        } else if running > 0 {
            refusal = problem
        } else {
            refuse(problem, context)
        }
    }

    private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
        let id = RequestID().description
        let (fields, body) = ErrorResponses.parts(problem, requestID: id)
        var head = HTTPResponse(status: problem.status, headerFields: headers.fields(for: fields))
        head.headerFields[.requestID] = id
        head.headerFields[.contentLength] = String(body.readableBytes)
        head.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        close(after: NIOAny(HTTPResponsePart.end(nil)), nil, context)
        context.flush()
    }

    private func close(after end: NIOAny, _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) {
        isClosing = true
        let written = promise ?? context.eventLoop.makePromise()
        let watch = watch.map { NIOLoopBound($0, eventLoop: context.eventLoop) }
        written.futureResult.whenComplete { _ in watch?.value.linger() }
        context.write(end, promise: written)
    }
}
