import Logging
import Synchronization

/// Listens on channels over a connection of its own and comes back after every loss.
///
/// A listener can also tell how current it is. Every `heartbeatInterval` it makes a round trip to the server; since
/// the server sends what was notified before it answers, an answer proves that nothing is missing up to the moment
/// the question was sent. `lastConfirmed` is that moment.
public final class PostgresListener: Sendable {
    public enum Event: Hashable, Sendable {
        /// Now listening. `afterLoss`: it has listened before, and what was notified in between is missing.
        case connected(afterLoss: Bool)
        case notification(channel: String, payload: String)
        /// The connection is gone; until `connected` everything may be missing.
        case lost
    }

    public struct Configuration: Sendable {
        public var connection: PostgresConnectionInfo
        public var channels: [String]
        public var applicationName = "swift-postgres listener"
        public var connectTimeout = Duration.seconds(5)
        /// `nil` for none but those asked for.
        public var heartbeatInterval: Duration?
        /// A server that leaves a heartbeat unanswered for so long counts as lost.
        public var heartbeatTimeout = Duration.seconds(2)

        public init(_ connection: PostgresConnectionInfo, channels: [String]) {
            self.connection = connection
            self.channels = channels
        }
    }

    private let line: ListenerLine

    /// Begins to connect and returns at once. `handler` is called on the listener's thread with each event in order,
    /// and before `lastConfirmed` passes it: whoever reads a `lastConfirmed` later than a commit's return has seen
    /// the effects of the handler for that commit. While it runs nothing else is heard.
    public init(
        _ configuration: Configuration, logger: Logger, handler: @escaping @Sendable (Event) -> Void
    ) throws(PostgresError) {
        line = try ListenerLine()
        let line = line
        line.threads.enter()
        do throws(PostgresError) {
            try WorkerThread.start(name: "pg-listener") {
                ListenerLoop(configuration, logger: logger, line: line, handler: handler).run()
                line.threads.leave()
            }
        } catch {
            line.threads.leave()
            throw error
        }
    }

    deinit {
        line.close()
    }

    /// Every notification whose commit had returned before this instant has been handed to the handler. `nil` until
    /// the first heartbeat. Stays where it is while the connection is lost. Costs one atomic load.
    public var lastConfirmed: ContinuousClock.Instant? { line.lastConfirmed }

    /// Asks for a heartbeat now; its success shows in `lastConfirmed`.
    public func heartbeat() {
        line.requestHeartbeat()
    }

    /// Ends listening and returns at once; an event that is being handled may still end afterwards.
    public func close() {
        line.close()
    }

    /// As `close`, but no event comes after it returns.
    public func closed() async {
        line.close()
        await line.threads.wait()
    }
}
