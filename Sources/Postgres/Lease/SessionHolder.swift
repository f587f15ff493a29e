import Logging

/// The session of a connection thread, if it has one at the moment.
struct SessionHolder {
    let settings: SessionSettings
    let stop: StopSignal
    let notify: (@Sendable (PostgresNotification) -> Void)?
    private var session: Session?

    init(settings: SessionSettings, stop: StopSignal, notify: (@Sendable (PostgresNotification) -> Void)?) {
        self.settings = settings
        self.stop = stop
        self.notify = notify
    }

    var listens: Bool { session != nil && !settings.channels.isEmpty }

    var isInTransaction: Bool { session?.isIdle == false }

    mutating func run<Output>(
        _ call: LeaseCall, beginsLease: Bool, _ body: (Session) throws(PostgresError) -> Output
    ) -> Result<Output, any Error> {
        do throws(PostgresError) {
            let session = try beginsLease ? aliveSession() : session.orLost()
            guard call.begin(session.cancelRequest) else { return .failure(CancellationError()) }
            session.call = call
            defer { finish(call, on: session) }
            return .success(try body(session))
        } catch {
            return .failure(call.isCancelled ? CancellationError() : error)
        }
    }

    private mutating func finish(_ call: LeaseCall, on session: Session) {
        session.call = nil
        if !call.end() { session.isAbandoned = true }
        deliverNotifications()
        if session.isBroken { self.session = nil }
    }

    /// The connection may have died while nobody used it; a lease begins on one that is alive.
    private mutating func aliveSession() throws(PostgresError) -> Session {
        if let session, session.isAlive(), session.isIdle { return session }
        session = nil
        let new = try Session(connecting: settings, stop: stop)
        session = new
        return new
    }

    /// PostgreSQL sends a session its own notifications before it reports the commit, so they are all here by then.
    private func deliverNotifications() {
        while let notification = session?.nextNotification() { notify?(notification) }
    }

    /// Reads what the server sent to a connection that nobody uses.
    mutating func drain() {
        if let session, !session.isAlive() { self.session = nil }
        deliverNotifications()
    }
}

extension Session? {
    fileprivate func orLost() throws(PostgresError) -> Session {
        guard let self else { throw PostgresError(.connectionLost, "the connection was lost earlier in its lease") }
        return self
    }
}
