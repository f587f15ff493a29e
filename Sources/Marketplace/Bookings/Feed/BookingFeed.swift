import Logging
import Postgres
import Synchronization

/// Hands each step of a booking to whoever follows it on this node. It hears on one connection which bookings have
/// new steps, and reads those that are followed here with one query for all of them.
package final class BookingFeed: Sendable {
    package struct Limits: Sendable {
        package var listeners = 5000
        /// Signals that a listener may be behind before it is cut off.
        package var lag = 16
        package var heartbeat = Duration.seconds(15)
        /// How often the outbox is looked at without a local commit.
        package var poll = Duration.milliseconds(500)

        package init() {}
    }

    package enum Signal: Sendable {
        /// The oldest first. May repeat some that were told before.
        case steps([BookingStep])
        /// Nothing happened for a while, and whoever listens may still.
        case heartbeat
    }

    package enum Refusal: Error, Equatable, Sendable {
        /// As many listen as may.
        case full
        /// The node is starting or stopping.
        case notRunning
    }

    /// Bookings that are read with one query.
    static let readAtOnce = 1000
    /// Steps of one booking that are read at once.
    static let stepsAtOnce: Int32 = 100
    /// Heartbeats go to one listener in so many at a time, so that neither writes nor checks come all at once.
    private static let turns: UInt64 = 8

    package let limits: Limits
    let pool: PostgresPool
    private let connection: PostgresConnectionInfo
    private let logger: Logger
    private let places = Mutex(FollowedBookings())
    private let commits = News()
    private let unread = News()

    /// - Parameter connection: For the connection that hears of new steps.
    package init(pool: PostgresPool, connection: PostgresConnectionInfo, logger: Logger, limits: Limits = Limits()) {
        self.pool = pool
        self.connection = connection
        self.logger = logger
        self.limits = limits
    }

    /// A booking may have been changed here. Quick, and may be called on any thread.
    package func look() { commits.tell() }

    package var isRunning: Bool { places.withLock { $0.isOpen } }
    package var listenerCount: Int { places.withLock { $0.count } }

    /// A place from now on; it is given back when the listener goes.
    ///
    /// - Parameter after: The last step that is known already; nil for none.
    /// - Throws: `Refusal`; `BookingError.unknownBooking`, also when it is none of the user's business.
    package func join(_ booking: Int64, for user: SignedInUser, after: Int64?) async throws -> BookingListener {
        let (signals, continuation) = AsyncStream<Signal>.makeStream(bufferingPolicy: .bufferingOldest(limits.lag))
        let guest = BookingGuest(sessionID: user.sessionID, role: user.role, booking: booking)
        let key = try places.withLock { places in
            guard places.isOpen else { throw Refusal.notRunning }
            guard places.count < limits.listeners else { throw Refusal.full }
            return places.add(guest, continuation)
        }
        // From here on no step is missed: it is among those that are read now, or comes as a signal.
        let place = BookingPlace(feed: self, key: key, booking: booking)
        let start = try await BookingStart.read(booking, for: user, after: after, on: pool)
        places.withLock { $0.note(start.last, of: booking) }
        return BookingListener(place: place, start: start, signals: signals)
    }

    fileprivate func leave(_ key: UInt64, _ booking: Int64) {
        places.withLock { $0.remove(key, of: booking) }?.finish()
    }

    /// Relays, reads and hands on until the task is cancelled; then all listeners' signals end.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                await BookingRelay(pool: pool, logger: logger).run(at: commits.stream)
            }
            group.addTask { [self] in
                while (try? await Task.sleep(for: limits.poll)) != nil {
                    commits.tell()
                    if places.withLock({ $0.hasUnread }) { unread.tell() }
                }
            }
            group.addTask { [self] in await beat() }
            group.addTask { [self] in await hear() }
            await readAtNews()
            group.cancelAll()
        }
        for listener in places.withLock({ $0.close() }) { listener.finish() }
    }

    /// Notes what other nodes and this one announce.
    private func hear() async {
        var configuration = PostgresListener.Configuration(connection, channels: [BookingRelay.channel])
        configuration.applicationName = "istri bookings"
        // Else a connection that is gone without a word would never be missed.
        configuration.heartbeatInterval = .seconds(5)
        do {
            let listener = try PostgresListener(configuration, logger: logger) { [weak self] in self?.take($0) }
            while (try? await Task.sleep(for: .seconds(3600))) != nil {}
            await listener.closed()
        } catch {
            logger.critical("Can't listen to bookings", metadata: ["cause": "\(error)"])
        }
    }

    private func take(_ event: PostgresListener.Event) {
        switch event {
        case .connected:
            // Whatever was announced before is missing.
            places.withLock { places in
                places.isOpen = true
                places.markAll()
            }
        case .notification(_, let payload):
            let bookings = payload.split(separator: ",").compactMap { Int64($0) }
            guard places.withLock({ $0.mark(bookings) }) else { return }
        case .lost: return
        }
        unread.tell()
    }

    private func readAtNews() async {
        var isFailing = false
        for await _ in unread.stream {
            do {
                while let asked = places.withLock({ $0.takeUnread(atMost: Self.readAtOnce) }) { try await read(asked) }
                isFailing = false
            } catch {
                if !isFailing { logger.warning("Steps of bookings can't be read", metadata: ["cause": "\(error)"]) }
                isFailing = true
            }
        }
    }

    /// What can't be read stays unread.
    private func read(_ asked: [(booking: Int64, last: Int64)]) async throws {
        let found: [Int64: [BookingStep]]
        do {
            found = try await BookingStep.after(asked, atMost: Self.stepsAtOnce, on: pool)
        } catch {
            places.withLock { $0.unread.formUnion(asked.map { $0.booking }) }
            throw error
        }
        let tooSlow = places.withLock { places in
            found.flatMap { booking, steps in places.hand(steps, of: booking, isPage: steps.count == Self.stepsAtOnce) }
        }
        for listener in tooSlow { listener.finish() }
    }

    /// Asks of the listeners whose turn it is whether they still may, with one query, and tells them that all is well.
    /// While the database can't be asked nobody learns anything, so nobody is sent away either.
    private func beat() async {
        var turn: UInt64 = 0
        while (try? await Task.sleep(for: limits.heartbeat / Int(Self.turns))) != nil {
            turn = (turn + 1) % Self.turns
            let guests = places.withLock { $0.guests { $0 % Self.turns == turn } }
            guard !guests.isEmpty else { continue }
            let gone = (try? await BookingGuest.gone(guests, on: pool)) ?? []
            let finished = places.withLock { places in
                guests.compactMap { key, guest in
                    gone.contains(key)
                        ? places.remove(key, of: guest.booking) : places.hand(.heartbeat, to: key, of: guest.booking)
                }
            }
            for listener in finished { listener.finish() }
        }
    }

    /// Something to look at, told any number of times and looked at once.
    private struct News: Sendable {
        let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation

        init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

        func tell() { continuation.yield() }
    }
}

/// Keeps a place in the feed as long as it lives.
final class BookingPlace: Sendable {
    private let feed: BookingFeed
    private let key: UInt64
    private let booking: Int64

    fileprivate init(feed: BookingFeed, key: UInt64, booking: Int64) {
        (self.feed, self.key, self.booking) = (feed, key, booking)
    }

    deinit { feed.leave(key, booking) }
}
