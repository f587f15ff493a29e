/// A shuffled deck: so many cards of each kind, drawn without putting back.
///
/// After all draws every kind has come exactly as often as its share says, where independent
/// draws would only come near it; and it needs no memory of what was drawn.
struct Deck: Sendable {
    private(set) var left: [Int]

    /// `cards` cards divided by `shares` (0 or more, not all 0), by largest remainder; of equal
    /// remainders the earlier kind takes the card.
    init(cards: Int, shares: [Double]) {
        let whole = shares.reduce(0, +)
        let exact = shares.map { Double(cards) * $0 / whole }
        left = exact.map { Int($0) }
        let byRemainder = exact.indices.sorted { one, other in
            let (first, second) = (exact[one] - Double(left[one]), exact[other] - Double(left[other]))
            return first == second ? one < other : first > second
        }
        for kind in byRemainder.prefix(cards - left.reduce(0, +)) {
            left[kind] += 1
        }
    }

    /// The kind of the next card. The deck must not be empty.
    mutating func draw(using generator: inout some RandomNumberGenerator) -> Int {
        var ticket = generator.below(left.reduce(0, +))
        for kind in left.indices {
            if ticket < left[kind] {
                left[kind] -= 1
                return kind
            }
            ticket -= left[kind]
        }
        preconditionFailure("the ticket is below the number of cards")
    }

    /// Takes a card of this kind; there must be one.
    mutating func take(_ kind: Int) {
        precondition(left[kind] > 0, "no such card left")
        left[kind] -= 1
    }
}
