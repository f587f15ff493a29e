import Logging

extension PostgresConfiguration {
    func readerSettings(logger: Logger) -> SessionSettings {
        var settings = sessionSettings(logger: logger)
        settings.serverSettings = readers.settings
        settings.serverSettings["default_transaction_read_only"] = "on"
        settings.serverSettings["statement_timeout"] = Self.milliseconds(readers.statementTimeout)
        settings.prewarm = readers.prewarm
        settings.statementCacheCapacity = readers.statementLimit
        return settings
    }

    func leaseSettings(logger: Logger) -> SessionSettings {
        var settings = sessionSettings(logger: logger)
        settings.serverSettings = leases.settings
        settings.serverSettings["statement_timeout"] = Self.milliseconds(leases.statementTimeout)
        settings.prewarm = leases.prewarm
        settings.channels = leases.channels
        settings.statementCacheCapacity = leases.statementLimit
        return settings
    }

    func sessionSettings(logger: Logger) -> SessionSettings {
        SessionSettings(
            connection: connection, applicationName: applicationName, connectTimeout: connectTimeout, logger: logger)
    }

    /// For the server, which takes 0 as never.
    private static func milliseconds(_ timeout: Duration?) -> String {
        guard let timeout else { return "0" }
        return String(max(1, Int(timeout / .milliseconds(1))))
    }
}
