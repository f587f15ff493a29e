import Logging

extension PostgresConfiguration {
    func readerSettings(logger: Logger) -> SessionSettings {
        var settings = sessionSettings(logger: logger)
        settings.serverSettings = readers.settings
        settings.serverSettings["default_transaction_read_only"] = "on"
        settings.serverSettings["statement_timeout"] = Self.milliseconds(readers.statementTimeout)
        // The answers of a batch come together at its end; nobody waits for them longer than `patience`.
        settings.silenceLimit = readers.statementTimeout.map { max($0 + Self.answerMargin, readers.patience) }
        settings.prewarm = readers.prewarm
        settings.statementCacheCapacity = readers.statementLimit
        return settings
    }

    func leaseSettings(logger: Logger) -> SessionSettings {
        var settings = sessionSettings(logger: logger)
        settings.serverSettings = leases.settings
        settings.serverSettings["statement_timeout"] = Self.milliseconds(leases.statementTimeout)
        settings.silenceLimit = leases.statementTimeout.map { $0 + Self.answerMargin }
        settings.prewarm = leases.prewarm
        settings.channels = leases.channels
        settings.statementCacheCapacity = leases.statementLimit
        return settings
    }

    func sessionSettings(logger: Logger) -> SessionSettings {
        SessionSettings(
            connection: connection, applicationName: applicationName, connectTimeout: connectTimeout, logger: logger)
    }

    /// A server that works answers a statement at its time-out; one that says nothing for so much longer is gone.
    static let answerMargin = Duration.seconds(5)

    /// For the server, which takes 0 as never.
    static func milliseconds(_ timeout: Duration?) -> String {
        guard let timeout else { return "0" }
        return String(max(1, Int(timeout / .milliseconds(1))))
    }
}
