import CLibpq
import Glibc
import Logging

/// What the listener's thread does.
struct ListenerLoop {
    private let configuration: PostgresListener.Configuration
    private let settings: SessionSettings
    private let line: ListenerLine
    private let handler: @Sendable (PostgresListener.Event) -> Void

    init(
        _ configuration: PostgresListener.Configuration, logger: Logger, line: ListenerLine,
        handler: @escaping @Sendable (PostgresListener.Event) -> Void
    ) {
        self.configuration = configuration
        self.line = line
        self.handler = handler
        settings = SessionSettings(
            connection: configuration.connection, applicationName: configuration.applicationName,
            connectTimeout: configuration.connectTimeout, silenceLimit: configuration.heartbeatTimeout,
            channels: configuration.channels, logger: logger)
    }

    func run() {
        var backoff = Backoff()
        var hasListened = false
        while !line.stop.isRaised {
            var isListening = false
            do throws(PostgresError) {
                let session = try Session(connecting: settings, stop: line.stop)
                handler(.connected(afterLoss: hasListened))
                (isListening, hasListened) = (true, true)
                backoff.reset()
                try listen(session)
            } catch {
                if line.stop.isRaised { break }
                settings.logger.warning("No listening connection", metadata: ["error": "\(error)"])
                if isListening { handler(.lost) }
                sleep(backoff.pause())
            }
        }
    }

    /// Returns when the listener is closed.
    private func listen(_ session: Session) throws(PostgresError) {
        var nextHeartbeat = ContinuousClock.now
        while !line.stop.isRaised {
            if line.takeHeartbeatRequest() || isDue(nextHeartbeat) {
                nextHeartbeat = .now + (configuration.heartbeatInterval ?? .zero)
                try beat(session)
            }
            deliver(session)
            try waitForNews(session, until: nextHeartbeat)
        }
    }

    private func isDue(_ heartbeat: ContinuousClock.Instant) -> Bool {
        configuration.heartbeatInterval != nil && heartbeat <= .now
    }

    /// The shortest round trip there is. What was notified before the server answers comes before the answer.
    private func beat(_ session: Session) throws(PostgresError) {
        let sent = ContinuousClock.now
        _ = try session.runScript("")
        deliver(session)
        line.confirm(sent)
    }

    private func deliver(_ session: Session) {
        while let notification = session.nextNotification() {
            handler(.notification(channel: notification.channel, payload: notification.payload))
        }
    }

    private func waitForNews(_ session: Session, until heartbeat: ContinuousClock.Instant) throws(PostgresError) {
        let timeout = configuration.heartbeatInterval == nil ? nil : ContinuousClock.now.duration(to: heartbeat)
        var sources = [
            pollfd(fd: PQsocket(session.connection), events: Int16(POLLIN), revents: 0),
            pollfd(fd: line.wakeDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        poll(&sources, 2, Self.milliseconds(timeout))
        if sources[1].revents != 0 { line.drainWakes() }
        if sources[0].revents != 0, PQconsumeInput(session.connection) == 0 { throw session.lost() }
    }

    private func sleep(_ pause: Duration) {
        var wake = pollfd(fd: line.wakeDescriptor, events: Int16(POLLIN), revents: 0)
        poll(&wake, 1, Self.milliseconds(pause))
        line.drainWakes()
    }

    /// For `poll`, which takes -1 as for ever; rounded up, so as not to wake too early and spin.
    private static func milliseconds(_ timeout: Duration?) -> Int32 {
        guard let timeout else { return -1 }
        return Int32(max(0, (timeout / .milliseconds(1)).rounded(.up)))
    }
}
