/// One measured figure and what it should be.
struct Row: Sendable {
    let name: String
    let value: Double
    let decimals: Int
    var unit = ""
    /// How the value varied.
    var range: ClosedRange<Double>?
    var goal: Goal?

    var isMet: Bool { goal?.isMet(by: value) ?? true }

    init(
        _ name: String, _ value: Double, decimals: Int = 2, unit: String = "", range: ClosedRange<Double>? = nil,
        goal: Goal? = nil
    ) {
        self.name = name
        self.value = value
        self.decimals = decimals
        self.unit = unit
        self.range = range
        self.goal = goal
    }

    init(megabytes name: String, _ bytes: Int, goal: Goal? = nil) {
        self.init(name, Double(bytes) / 1_000_000, decimals: 0, unit: "MB", goal: goal)
    }

    init(_ name: String, _ ratio: Ratio, goal: Goal) {
        self.init(name, ratio.median, range: ratio.range, goal: goal)
    }

    var cells: [String] {
        let between = range.map {
            "\($0.lowerBound.formatted(decimals: decimals)) - \($0.upperBound.formatted(decimals: decimals))"
        }
        return [
            name, [value.formatted(decimals: decimals), unit].filter { !$0.isEmpty }.joined(separator: " "),
            between ?? "", goal?.description ?? "", goal?.verdict(on: value) ?? "",
        ]
    }
}

extension Rate {
    var cells: [String] {
        [
            name, samples.map(\.perSecond).median.formatted(decimals: 0),
            milliseconds(samples.compactMap(\.p50)), milliseconds(samples.compactMap(\.p95)),
            milliseconds(samples.compactMap(\.p99)), String(errors),
        ]
    }

    private func milliseconds(_ values: [Double]) -> String {
        values.isEmpty ? "" : values.median.formatted(decimals: 2)
    }
}

/// What a whole run measured.
struct Report: Sendable {
    var rows: [Row] = []
    var rates: [Rate] = []

    /// Not a single request may have failed.
    private var errors: Row {
        let count = rates.map(\.errors).reduce(0, +)
        return Row("errors, all loads together", Double(count), decimals: 0, goal: Targets.errors)
    }

    var isMet: Bool { (rows + [errors]).allSatisfy(\.isMet) }

    static func += (report: inout Report, part: Report) {
        report.rows += part.rows
        report.rates += part.rates
    }

    /// Two tables in Markdown, which a terminal shows well enough too.
    var tables: String {
        let figures = MarkdownTable(
            ["figure", "measured", "lowest - highest round", "target", "verdict"], (rows + [errors]).map(\.cells))
        let loads = MarkdownTable(
            ["load", "per second", "p50 ms", "p95 ms", "p99 ms", "errors"], rates.map(\.cells))
        return figures.text + "\n\n" + loads.text
    }
}
