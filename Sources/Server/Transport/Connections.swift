import HummingbirdCore
import Synchronization

/// How many connections there are, and what became of those that weren't well behaved.
package final class Connections: Sendable {
    let maximum: Int
    let current = Atomic<Int>(0)
    /// Closed because the client took too long to send or to read.
    let tooSlow = Atomic<Int>(0)
    /// Requests that the HTTP parser refused.
    let unreadable = Atomic<Int>(0)

    package init(maximum: Int) { self.maximum = maximum }

    /// When few places are left, those who ask nothing make room sooner.
    var isCrowded: Bool { current.load(ordering: .relaxed) * 10 >= maximum * 9 }
}

/// Lets the listening socket accept only while a place is free.
struct ConnectionPlaces: AvailableConnectionsDelegate {
    let connections: Connections

    func connectionOpened() { connections.current.add(1, ordering: .relaxed) }

    func connectionClosed() { connections.current.subtract(1, ordering: .relaxed) }

    func isAcceptingNewConnections() -> Bool {
        connections.current.load(ordering: .relaxed) < connections.maximum
    }
}
