/// How long to measure. Many short rounds beat few long ones on a machine that does other things too.
struct Effort: Sendable {
    let loads: Int
    /// That count.
    let rounds: Int
    /// Those that others disturbed included.
    let mostRounds: Int
    let seconds: Int

    /// For a tail: 3,000 requests at 300 a second leave 30 beyond the 99th percentile.
    var tail: Effort { Effort(loads: 0, rounds: rounds / 2, mostRounds: mostRounds / 2, seconds: seconds + 7) }

    static let full = Effort(loads: 3, rounds: 10, mostRounds: 20, seconds: 3)
    /// To see that everything works; the figures mean little.
    static let quick = Effort(loads: 1, rounds: 2, mostRounds: 2, seconds: 2)
}
