import Logging

/// A PostgreSQL database behind a few connections.
///
/// `query` goes to the *readers*: pipelined read-only connections that many callers share. Everything that writes or
/// needs a connection to itself *leases* one: `withTransaction`, `withConnection`.
public final class PostgresPool: Sendable {
    let configuration: PostgresConfiguration
    let logger: Logger
    let readers: Readers
    let leases: Leases

    /// Begins to connect the readers and returns at once.
    public init(_ configuration: PostgresConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        readers = Readers(configuration, settings: configuration.readerSettings(logger: logger))
        leases = Leases(configuration.leases, settings: configuration.leaseSettings(logger: logger))
    }

    deinit {
        readers.close()
        leases.close()
    }

    /// Runs a read-only statement; the server refuses any other. It may run twice if its connection is lost.
    ///
    /// Throws `CancellationError` as soon as the task is cancelled, `PostgresError` for the rest: `queueFull`,
    /// `connectionUnavailable`, `connectionLost` (tried twice), `server`.
    public func query(_ query: Query) async throws -> PostgresRows {
        try await readers.query(query)
    }
}

/// What can be asked for rows: a pool, or a connection inside a transaction.
public protocol PostgresQueryable: Sendable {
    func query(_ query: Query) async throws -> PostgresRows
}

extension PostgresPool: PostgresQueryable {}
extension PostgresConnection: PostgresQueryable {}
