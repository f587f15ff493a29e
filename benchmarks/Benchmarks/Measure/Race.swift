/// What one short run of one load gave.
struct Sample: Sendable {
    let perSecond: Double
    /// Milliseconds; nil where the load doesn't tell.
    var p50: Double?
    var p95: Double?
    var p99: Double?
    let errors: Int
}

/// The samples of one contender, one per round that counts.
struct Rate: Sendable {
    let name: String
    let samples: [Sample]
    /// In all rounds.
    let errors: Int
}

/// Something whose rate is measured.
struct Contender: Sendable {
    let name: String
    /// Runs it for some seconds; the seed says which random questions it asks.
    let run: @Sendable (_ seconds: Int, _ seed: Int) async throws -> Sample
}

/// Measures contenders in turn, round after round, so that whatever else the machine does hits all of them.
///
/// Rounds in which others used the processors are replaced by further ones, as far as `effort` goes. They are chosen
/// by that alone, never by what they measured.
struct Race: Sendable {
    struct Outcome: Sendable {
        /// In the contenders' order.
        let rates: [Rate]
        /// The processors' share that others used, in each round that counts.
        let usedByOthers: [Double]
    }

    private struct Round {
        var samples: [Int: Sample] = [:]
        var usedByOthers = 0.0

        var isQuiet: Bool { usedByOthers < 0.05 }
    }

    let title: String
    let effort: Effort
    /// Whose work is part of the measurement.
    let servers: [Server]

    func run(_ contenders: [Contender]) async throws -> Outcome {
        for contender in contenders { _ = try await contender.run(1, 0) }
        var rounds: [Round] = []
        while rounds.count < effort.rounds
            || rounds.count < effort.mostRounds && rounds.count(where: \.isQuiet) < effort.rounds
        {
            let number = rounds.count + 1
            let reason = number > effort.rounds ? " (one more, as others used the processors)" : " of \(effort.rounds)"
            say("\(title), round \(number)\(reason)")
            rounds.append(try await round(contenders, number: number))
        }
        let counted = rounds.sorted { $0.usedByOthers < $1.usedByOthers }.prefix(effort.rounds)
        let rates = contenders.indices.map { index in
            Rate(
                name: contenders[index].name, samples: counted.compactMap { $0.samples[index] },
                errors: rounds.compactMap { $0.samples[index]?.errors }.reduce(0, +))
        }
        return Outcome(rates: rates, usedByOthers: counted.map(\.usedByOthers))
    }

    private func round(_ contenders: [Contender], number: Int) async throws -> Round {
        var round = Round()
        let start = try Processors.now(servers: servers)
        // Forth and back, so that nobody always comes first.
        let order = Array(contenders.indices)
        for index in number.isMultiple(of: 2) ? order.reversed() : order {
            round.samples[index] = try await contenders[index].run(effort.seconds, number)
        }
        round.usedByOthers = try Processors.now(servers: servers).usedByOthers(since: start)
        return round
    }
}

extension Race.Outcome {
    func busyRow(_ title: String) -> Row {
        let percent = usedByOthers.map { 100 * $0 }
        return Row(
            "processors used by others during \(title)", percent.median, decimals: 0, unit: "%", range: percent.range)
    }
}

/// A contender's rate as a share of another's, round by round.
struct Ratio: Sendable {
    let median: Double
    /// Lowest to highest round.
    let range: ClosedRange<Double>?

    init(of rate: Rate, to other: Rate) {
        self.init(zip(rate.samples, other.samples).map { $0.perSecond / $1.perSecond })
    }

    /// Of the 99th percentiles' times.
    init(ofTail rate: Rate, to other: Rate) {
        self.init(zip(rate.samples, other.samples).map { ($0.p99 ?? .nan) / ($1.p99 ?? .nan) })
    }

    private init(_ shares: [Double]) {
        median = shares.median
        range = shares.range
    }
}

extension [Double] {
    /// NaN when there are none.
    var median: Double {
        guard !isEmpty else { return .nan }
        let sorted = sorted()
        return count.isMultiple(of: 2) ? (sorted[count / 2 - 1] + sorted[count / 2]) / 2 : sorted[count / 2]
    }

    /// Nil when there are none, or one is not a number.
    var range: ClosedRange<Double>? {
        guard let lowest = self.min(), let highest = self.max(), lowest <= highest else { return nil }
        return lowest...highest
    }
}
