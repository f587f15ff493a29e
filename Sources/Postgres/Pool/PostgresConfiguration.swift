/// What a `PostgresPool` connects to and how much it may use.
public struct PostgresConfiguration: Sendable {
    public var connection: PostgresConnectionInfo
    /// Shown in `pg_stat_activity`, unless the connection string names another.
    public var applicationName = "swift-postgres"
    /// For each host, at least two seconds. A caller waits no longer than this while there is no connection.
    public var connectTimeout = Duration.seconds(5)
    public var readers = Readers()
    public var leases = Leases()

    public init(_ connection: PostgresConnectionInfo) {
        self.connection = connection
    }

    /// The connections behind `PostgresPool.query`.
    public struct Readers: Sendable {
        /// Opened at once and kept.
        public var count = 3
        /// How many queries may wait before callers are turned away with `queueFull`.
        public var queueLimit = 16_384
        /// How many queries may travel in one round.
        public var batchLimit = 32
        /// How long a caller waits for an answer, in the queue and on the way; then `connectionUnavailable`.
        public var patience = Duration.seconds(10)
        /// `nil` for none. A server that is silent for five seconds longer counts as lost.
        public var statementTimeout: Duration? = .seconds(5)
        /// Server settings, such as `["jit": "off", "plan_cache_mode": "force_generic_plan"]`.
        public var settings: [String: String] = [:]
        /// Run once on each new connection, to load what the server loads on first use.
        public var prewarm: [Query] = []
        /// How many prepared statements a connection keeps.
        public var statementLimit = 256

        public init() {}
    }

    /// The connections behind `PostgresPool.withConnection` and `withTransaction`.
    public struct Leases: Sendable {
        /// Opened when first needed, then kept.
        public var limit = 4
        /// How many callers may wait for a connection before others are turned away with `queueFull`.
        public var queueLimit = 1024
        /// How long a caller waits for a free connection.
        public var waitTimeout = Duration.seconds(5)
        /// `nil` for none. A server that is silent for five seconds longer counts as lost.
        public var statementTimeout: Duration?
        public var settings: [String: String] = [:]
        public var prewarm: [Query] = []
        public var statementLimit = 256
        /// Channels on which each leased connection listens, and who hears of it.
        ///
        /// What a transaction of the connection's own notifies has been handed to `notificationHandler` when its
        /// commit returns. Notifications of others arrive late and more than once, whenever a leased connection is
        /// used; for those there is `PostgresListener`.
        public var channels: [String] = []
        /// Called on a connection's thread, which waits for it: be quick, and don't call the pool.
        public var notificationHandler: (@Sendable (PostgresNotification) -> Void)?

        public init() {}
    }
}

public struct PostgresNotification: Hashable, Sendable {
    public var channel: String
    public var payload: String

    public init(channel: String, payload: String) {
        self.channel = channel
        self.payload = payload
    }
}
