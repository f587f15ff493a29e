import Hummingbird

/// A list in the wire format: the part of it that `skip` and `count` name.
struct Listed<Item: Encodable>: Encodable {
    let entity = "collection"
    let count: Int
    let items: [Item]

    init(_ all: [Item], _ request: Request) throws {
        let query = request.uri.queryParameters
        let wanted = query.get("count").map { Int($0) } ?? 10
        let skipped = query.get("skip").map { Int($0) } ?? 0
        guard let wanted, (1...100).contains(wanted) else {
            throw Refused.invalid("count", "The count must be between 1 and 100.")
        }
        guard let skipped, skipped >= 0 else { throw Refused.invalid("skip", "The skip must be at least 0.") }
        items = Array(all.dropFirst(skipped).prefix(wanted))
        count = items.count
    }

    /// Without a limit.
    init(_ all: [Item]) {
        items = all
        count = all.count
    }
}
