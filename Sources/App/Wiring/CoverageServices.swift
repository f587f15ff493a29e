import Marketplace
import ServiceLifecycle

/// Writes down searches that found nobody while the server runs, and the last of them when it has stopped.
struct SearchMissesService: Service {
    let misses: SearchMisses

    func run() async { await cancelWhenGracefulShutdown { await misses.run() } }
}

/// Hands coverage events to whoever listens while the server runs.
struct CoverageFeedService: Service {
    let feed: CoverageEventFeed

    func run() async { await cancelWhenGracefulShutdown { await feed.run() } }
}

/// Hands steps of bookings to whoever follows them while the server runs.
struct BookingFeedService: Service {
    let feed: BookingFeed

    func run() async { await cancelWhenGracefulShutdown { await feed.run() } }
}
