import Logging

extension PostgresPool {
    /// Listens on channels over a connection of its own, as long as somebody iterates. Events that come faster than
    /// they are taken are kept; `PostgresListener` hands them over at once instead.
    public func listen(to channels: String...) -> AsyncStream<PostgresListener.Event> {
        listen(to: channels)
    }

    public func listen(to channels: [String]) -> AsyncStream<PostgresListener.Event> {
        let (events, continuation) = AsyncStream.makeStream(of: PostgresListener.Event.self)
        var listening = PostgresListener.Configuration(configuration.connection, channels: channels)
        listening.applicationName = configuration.applicationName
        listening.connectTimeout = configuration.connectTimeout
        do throws(PostgresError) {
            let listener = try PostgresListener(listening, logger: logger) { continuation.yield($0) }
            continuation.onTermination = { _ in listener.close() }
        } catch {
            logger.critical("Can't listen", metadata: ["error": "\(error)"])
            continuation.finish()
        }
        return events
    }
}
