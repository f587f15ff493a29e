import Logging
import Postgres
import Synchronization

/// Hears of every committed change of the network and hands it to those who keep answers.
///
/// News comes two ways: this node's own changes through the connections that make them, before their
/// commit returns; everybody's through a listening connection. A change may be heard twice, which is harmless.
package final class ChangeFeed: Sendable {
    package typealias Subscriber = @Sendable (NetworkChange) -> Void

    /// Answers may be this old, and no older, when a change elsewhere makes them wrong.
    static let promise = Duration.milliseconds(100)
    /// How old news may be that answers rest on; what is left of the promise is for computing and sending.
    static let newsLimit = Duration.milliseconds(80)
    static let heartbeatInterval = Duration.milliseconds(20)

    private let subscribers = Mutex<[Subscriber]>([])
    private let listener = Mutex<PostgresListener?>(nil)
    private let clock = ContinuousClock()

    package init() {}

    /// `subscriber` is called on the connection's thread and must be quick.
    package func subscribe(_ subscriber: @escaping Subscriber) {
        subscribers.withLock { $0.append(subscriber) }
    }

    /// Makes the leased connections of `configuration` report their own changes here.
    package func attach(to configuration: inout PostgresConfiguration) {
        configuration.leases.channels = [NetworkChange.channel]
        configuration.leases.notificationHandler = { [self] in hand(NetworkChange(payload: $0.payload)) }
    }

    /// Begins to listen, and returns at once. Reconnects by itself.
    package func listen(on connection: PostgresConnectionInfo, logger: Logger) throws {
        var configuration = PostgresListener.Configuration(connection, channels: [NetworkChange.channel])
        configuration.applicationName = "istri changes"
        configuration.heartbeatInterval = Self.heartbeatInterval
        let opened = try PostgresListener(configuration, logger: logger) { [weak self] event in
            switch event {
            case .notification(_, let payload): self?.hand(NetworkChange(payload: payload))
            // Whatever was announced before now is missing.
            case .connected, .lost: self?.hand(.everything)
            }
        }
        listener.withLock { $0 = opened }
    }

    /// Whether everything committed longer than the promised delay ago has certainly been handed on.
    package var isCurrent: Bool {
        guard let confirmed = listener.withLock({ $0?.lastConfirmed }) else { return false }
        return clock.now - confirmed < Self.newsLimit
    }

    package func close() async {
        await listener.withLock { $0.take() }?.closed()
    }

    private func hand(_ change: NetworkChange) {
        for subscriber in subscribers.withLock({ $0 }) { subscriber(change) }
    }
}
