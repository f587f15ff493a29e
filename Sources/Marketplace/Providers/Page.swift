/// A part of a list, and where the next one begins.
package struct Page<Item: Sendable, Position: Sendable>: Sendable {
    package let items: [Item]
    /// Nil when this is the last.
    package let next: Position?

    /// - Parameter found: One more than `limit`, when there are more.
    init(_ found: [Item], limit: Int, position: (Item) -> Position) {
        items = Array(found.prefix(limit))
        next = found.count > limit ? items.last.map(position) : nil
    }
}
