import Foundation
import Synchronization

/// A clock that a test sets, for all nodes alike or one for each.
final class TestClock: Sendable {
    private let time: Mutex<Date>

    init(_ time: Date = Date(timeIntervalSince1970: 1_790_000_000)) { self.time = Mutex(time) }

    var now: Date { time.withLock { $0 } }

    func advance(by seconds: Double) { time.withLock { $0.addTimeInterval(seconds) } }
}
