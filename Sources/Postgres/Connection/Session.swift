import CLibpq
import Logging

/// One connection to a server, used by one thread at a time, which may block in it.
///
/// The socket never blocks inside libpq; all waiting is done in `Session+Waiting.swift`, where it is bounded.
final class Session {
    let connection: OpaquePointer
    let settings: SessionSettings
    let statements: StatementCache
    let stop: StopSignal
    /// The longest that the server may be silent while an answer is due; after that the connection counts as lost.
    var silenceLimit: Duration?
    /// Nobody will read what the server still sends, so nothing else can be asked.
    var isAbandoned = false
    /// The leased call that runs, if any.
    var call: LeaseCall?
    let cancelRequest: CancelRequest?
    var arguments = ArgumentVectors()
    private let notices: NoticeLog

    /// Blocks until connected, at most the settings' time-out for each host.
    init(connecting settings: SessionSettings, stop: StopSignal) throws(PostgresError) {
        guard let connection = Self.connect(settings.keywords) else {
            throw PostgresError(.connectionUnavailable, "libpq is out of memory")
        }
        self.connection = connection
        self.settings = settings
        self.stop = stop
        silenceLimit = settings.silenceLimit
        statements = StatementCache(capacity: settings.statementCacheCapacity)
        cancelRequest = CancelRequest(of: connection)
        notices = NoticeLog(logger: settings.logger)
        guard !isBroken, PQsetnonblocking(connection, 1) == 0 else {
            throw PostgresError(.connectionUnavailable, errorMessage)
        }
        notices.receive(from: connection)
        try prepareForUse()
    }

    deinit {
        PQfinish(connection)
    }

    var isBroken: Bool { isAbandoned || PQstatus(connection) != CONNECTION_OK }

    /// Neither in a transaction nor in the middle of a statement.
    var isIdle: Bool { PQtransactionStatus(connection) == PQTRANS_IDLE }

    var errorMessage: String { String(cString: PQerrorMessage(connection)).onOneLine }

    func lost() -> PostgresError {
        let message = errorMessage
        return PostgresError(.connectionLost, message.isEmpty ? "the connection was lost" : message)
    }

    private static func connect(_ keywords: [String: String]) -> OpaquePointer? {
        let names = keywords.keys.sorted()
        return withCStrings(names) { names in
            withCStrings(keywords.keys.sorted().map { keywords[$0]! }) { PQconnectdbParams(names, $0, 0) }
        }
    }

    private func prepareForUse() throws(PostgresError) {
        do throws(PostgresError) {
            for channel in settings.channels {
                _ = try execute("LISTEN \(identifier: channel)")
            }
            try prewarm()
        } catch {
            throw PostgresError(.connectionUnavailable, "the new connection can't be used: \(error.message)")
        }
    }

    /// A prewarm statement may fail, for example before the first migration; the connection is good all the same.
    private func prewarm() throws(PostgresError) {
        for query in settings.prewarm {
            do throws(PostgresError) {
                _ = try execute(query)
            } catch {
                guard !isBroken else { throw error }
                settings.logger.warning("A prewarm statement failed", metadata: ["error": "\(error)"])
            }
        }
    }
}
