import NIOCore
import Synchronization

/// Watches the bytes of a connection: how long a request takes to arrive, whether its answer is taken, and when
/// nothing is asked any more. It stands before the HTTP parser, so a client that drips bytes can't hide there.
///
/// Time is counted in looks (`TransportLimits.tick`), so requests cost no timer and no clock.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    enum Phase {
        /// A request's head is owed; a new connection owes one.
        case head
        case body
        /// All is received, and the answer is being made.
        case answering
        case idle
        /// HTTP/2: its streams are watched one by one.
        case streams
        /// The last answer is written; what still comes is thrown away.
        case closing
    }

    private let limits: TransportLimits
    private let connections: Connections
    private var context: ChannelHandlerContext?
    private var looks: RepeatedTask?

    private var phase = Phase.head
    /// Looks since the phase began.
    private var age = 0
    private var requestLine = RequestLine()
    private var received = 0
    private var receivedBefore = 0
    /// Whether we are asking for bytes: a client can't be blamed for a server that doesn't read.
    private var isReading = false
    /// Whether bytes of a further request came while one was being answered.
    private var hasMore = false
    private var openStreams = 0
    private var debt: UntakenBytes

    init(limits: TransportLimits, connections: Connections) {
        self.limits = limits
        self.connections = connections
        debt = UntakenBytes(limits: limits)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let tick = TimeAmount(limits.tick)
        let me = NIOLoopBound(self, eventLoop: context.eventLoop)
        looks = context.eventLoop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { _ in me.value.look() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        looks?.cancel()
        looks = nil
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        looks?.cancel()
        looks = nil
        context.fireChannelInactive()
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
        var bytes = unwrapInboundIn(data)
        received += bytes.readableBytes
        guard phase != .closing else {
            if received - receivedBefore > Lingering.bytes { context.close(promise: nil) }
            return
        }
        if phase == .idle { enter(.head) }
        requestLine.encode(&bytes)
        hasMore = true
        context.fireChannelRead(wrapInboundOut(bytes))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        debt.written += unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if phase == .closing, case ChannelEvent.inputClosed = event { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    private func enter(_ phase: Phase) {
        self.phase = phase
        age = 0
        receivedBefore = received
    }
}

// What the handlers behind the parser tell.
extension ConnectionGuard {
    func headArrived() {
        enter(.body)
        requestLine.isExpected = false
    }

    func requestArrived() {
        enter(.answering)
        requestLine.isExpected = true
        hasMore = false
    }

    /// The answers to all requests received are written.
    func allAnswered() {
        guard phase == .answering else { return }
        enter(hasMore ? .head : .idle)
    }

    /// The last answer was handed to the network: nothing more is read, and the connection closes when the client has
    /// had the time to read it. Closing at once would reset the connection while the client is still sending, and it
    /// would never see the answer.
    func linger() {
        guard phase != .closing, let context else { return }
        enter(.closing)
        context.close(mode: .output, promise: nil)
    }

    func becameHTTP2() {
        requestLine.isExpected = false
        enter(.streams)
    }

    func streamOpened() {
        openStreams += 1
    }

    func streamClosed() {
        openStreams -= 1
        age = 0
    }
}

// The look at what has become overdue.
extension ConnectionGuard {
    private func look() {
        guard let context else { return }
        age += 1
        let time = limits.tick * age
        if debt.isOverdue(on: context.channel) { return cutOff(context) }
        switch phase {
        case .head: if time >= limits.requestTime { headIsOverdue(context) }
        case .body: lookAtBody(time, context)
        case .answering: break
        case .idle: if time >= idleTime { context.close(promise: nil) }
        // The connection says goodbye by itself after the idle time; this is for clients that don't answer to that.
        case .streams: if openStreams == 0, time > idleTime + limits.requestTime { context.close(promise: nil) }
        case .closing: if time >= Lingering.time { context.close(promise: nil) }
        }
    }

    private var idleTime: Duration {
        connections.isCrowded ? min(limits.idleTime, limits.requestTime / 2) : limits.idleTime
    }

    private func headIsOverdue(_ context: ChannelHandlerContext) {
        guard received > receivedBefore else { return context.close(promise: nil) }
        complain(context)
    }

    private func lookAtBody(_ time: Duration, _ context: ChannelHandlerContext) {
        guard isReading else { return age -= 1 }
        if limits.isTooSlow(after: time, bytes: received - receivedBefore) { complain(context) }
    }

    /// Tells the handlers behind, which answer 408 if they still can.
    private func complain(_ context: ChannelHandlerContext) {
        connections.tooSlow.add(1, ordering: .relaxed)
        enter(.closing)
        context.fireErrorCaught(ErrorResponses.tooSlow)
    }

    private func cutOff(_ context: ChannelHandlerContext) {
        connections.tooSlow.add(1, ordering: .relaxed)
        context.close(promise: nil)
    }
}

/// What was written to a connection and the client hasn't taken.
private struct UntakenBytes {
    let limits: TransportLimits
    var written = 0
    private var age = 0
    private var takenBefore = 0

    init(limits: TransportLimits) { self.limits = limits }

    /// To be asked at each look.
    mutating func isOverdue(on channel: any Channel) -> Bool {
        let waiting = try? channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes)
        guard let waiting, waiting > 0 else {
            age = 0
            return false
        }
        let taken = written - waiting
        if age == 0 { takenBefore = taken }
        age += 1
        return limits.isTooSlow(after: limits.tick * age, bytes: taken - takenBefore)
    }
}
