/// For whom something is hashed: the network that the request came from, as limits count.
package enum HashingSource: Sendable, Hashable {
    case network(NetworkAddress)
    /// From no network that is known: all of them together count as one.
    case unknown

    /// Where whoever acts sits.
    package init(_ actor: Actor) {
        self = actor.address.flatMap { NetworkAddress($0) }.map { .network($0.counted) } ?? .unknown
    }
}
