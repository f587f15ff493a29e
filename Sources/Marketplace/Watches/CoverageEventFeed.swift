import Logging
import Postgres
import Synchronization

/// Hands each coverage event to whoever listens on this node. It alone reads them, once for all listeners, when the
/// network changed and every few seconds.
package final class CoverageEventFeed: Sendable {
    package struct Limits: Sendable {
        package var listeners = 200
        /// Events that a listener may be behind before it is cut off.
        package var lag = 1000
        package var heartbeat = Duration.seconds(15)
        /// How often events are looked for without news.
        package var poll = Duration.seconds(5)

        package init() {}
    }

    package enum Signal: Sendable {
        case event(CoverageEvent)
        /// Nothing happened for a while.
        case heartbeat
    }

    package enum Refusal: Error, Equatable, Sendable {
        /// As many listen as may.
        case full
        /// The node is starting or stopping.
        case notRunning
    }

    private struct State {
        var listeners: [UInt64: AsyncStream<Signal>.Continuation] = [:]
        var nextKey: UInt64 = 0
        /// The last event that was read; nil while the feed doesn't run.
        var last: Int64?
    }

    package let limits: Limits
    let pool: PostgresPool
    private let logger: Logger
    private let state = Mutex(State())
    private let news: AsyncStream<Void>
    private let newsContinuation: AsyncStream<Void>.Continuation

    package init(pool: PostgresPool, logger: Logger, limits: Limits = Limits()) {
        self.pool = pool
        self.logger = logger
        self.limits = limits
        (news, newsContinuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Something changed: there may be events. Quick, and may be called on any thread.
    package func look() { newsContinuation.yield() }

    package var listenerCount: Int { state.withLock { $0.listeners.count } }

    /// A place from now on; it is given back when the listener goes.
    ///
    /// - Throws: `Refusal`.
    package func join() throws -> CoverageListener {
        let (signals, continuation) = AsyncStream<Signal>.makeStream(bufferingPolicy: .bufferingOldest(limits.lag))
        return try state.withLock { state in
            guard let last = state.last else { throw Refusal.notRunning }
            guard state.listeners.count < limits.listeners else { throw Refusal.full }
            state.nextKey += 1
            state.listeners[state.nextKey] = continuation
            return CoverageListener(feed: self, key: state.nextKey, joinedAt: last, signals: signals)
        }
    }

    fileprivate func leave(_ key: UInt64) {
        state.withLock { $0.listeners.removeValue(forKey: key) }?.finish()
    }

    /// Reads and hands on until the task is cancelled; then all listeners' signals end.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                while (try? await Task.sleep(for: limits.poll)) != nil { look() }
            }
            group.addTask { [self] in
                while (try? await Task.sleep(for: limits.heartbeat)) != nil { hand(.heartbeat) }
            }
            look()
            await readAtNews()
            group.cancelAll()
        }
        let listeners = state.withLock { state in
            state.last = nil
            defer { state.listeners = [:] }
            return state.listeners.values
        }
        for listener in listeners { listener.finish() }
    }

    private func readAtNews() async {
        var isFailing = false
        for await _ in news {
            do {
                try await read()
                isFailing = false
            } catch {
                if !isFailing {
                    logger.warning("Coverage events can't be read", metadata: ["cause": "\(error)"])
                }
                isFailing = true
            }
        }
    }

    private func read() async throws {
        guard var last = state.withLock({ $0.last }) else {
            let latest = try await CoverageEvent.latest(on: pool)
            return state.withLock { $0.last = latest }
        }
        var page: [CoverageEvent] = []
        repeat {
            page = try await CoverageEvent.after(last, limit: CoverageListener.page, on: pool)
            for event in page {
                last = event.id
                state.withLock { $0.last = event.id }
                hand(.event(event))
            }
        } while page.count == CoverageListener.page
    }

    /// Whoever has no room for it left is too slow, and cut off.
    private func hand(_ signal: Signal) {
        let tooSlow = state.withLock { state in
            let keys = state.listeners.filter { _, listener in
                if case .dropped = listener.yield(signal) { true } else { false }
            }.keys
            return keys.compactMap { state.listeners.removeValue(forKey: $0) }
        }
        for listener in tooSlow { listener.finish() }
    }
}

/// A listener's place in the feed.
package final class CoverageListener: Sendable {
    static let page = 500

    /// The last event before those that `signals` brings.
    package let joinedAt: Int64
    /// Ends when the node stops, or the listener was too slow.
    package let signals: AsyncStream<CoverageEventFeed.Signal>
    private let feed: CoverageEventFeed
    private let key: UInt64

    fileprivate init(
        feed: CoverageEventFeed, key: UInt64, joinedAt: Int64, signals: AsyncStream<CoverageEventFeed.Signal>
    ) {
        (self.feed, self.key, self.joinedAt, self.signals) = (feed, key, joinedAt, signals)
    }

    deinit { feed.leave(key) }

    /// Events that happened before this listener joined, after the given one, a page at a time. May run on into those
    /// that `signals` brings too. Empty at the end.
    package func missed(after id: Int64) async throws -> [CoverageEvent] {
        try await CoverageEvent.after(id, limit: Self.page, on: feed.pool)
    }
}
