import Logging

/// How to open one connection.
struct SessionSettings: Sendable {
    var connection: PostgresConnectionInfo
    var applicationName: String
    /// For each host; libpq counts whole seconds, two at least.
    var connectTimeout: Duration
    /// The longest that the server may be silent while an answer is due; `nil` for ever.
    var silenceLimit: Duration?
    /// Server settings that hold from the connection's first statement on.
    var serverSettings: [String: String] = [:]
    /// Run once on each new connection, so that no caller pays for what the server loads on first use.
    var prewarm: [Query] = []
    var channels: [String] = []
    var statementCacheCapacity = 256
    var logger: Logger

    /// So that a host that lost its power is noticed within about ten seconds, whoever waits for it. Unix sockets don't
    /// need it.
    private static let lossDetection = [
        "keepalives_idle": "5", "keepalives_interval": "2", "keepalives_count": "3", "tcp_user_timeout": "10000",
    ]

    /// What libpq is to be told.
    var keywords: [String: String] {
        var values = connection.values
        values["client_encoding"] = "UTF8"
        values["fallback_application_name"] = applicationName
        let timeout = String(max(2, connectTimeout.components.seconds))
        values["connect_timeout"] = values["connect_timeout"] ?? timeout
        values.merge(Self.lossDetection) { given, _ in given }
        let options = serverSettings.sorted { $0.key < $1.key }.map { "-c \($0.key)=\($0.value.escapedOption)" }
        values["options"] = ([values["options"]].compactMap(\.self) + options).joined(separator: " ")
        return values
    }
}

extension String {
    /// The server splits `options` at spaces that no backslash precedes.
    var escapedOption: String {
        reduce(into: "") { text, character in
            if character == "\\" || character.isWhitespace { text += "\\" }
            text.append(character)
        }
    }
}
