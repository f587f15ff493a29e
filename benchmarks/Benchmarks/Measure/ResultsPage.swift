import Foundation
import SystemPackage

/// The page of results, for people who weren't there.
struct ResultsPage {
    let report: Report
    let machine: Machine
    let effort: Effort
    /// When the run began.
    let date: Date
    /// Before it began.
    let loadAverage: String

    func write(to file: FilePath) throws {
        try text.write(toFile: file.string, atomically: true, encoding: .utf8)
    }

    private var text: String {
        """
        ## Nearest centres, kept answers, the load of the state

        Written by `make bench`.

        \(MarkdownTable(["machine", ""], facts).text)

        \(report.tables)

        Ratios are medians over \(effort.rounds) rounds of \(effort.seconds) s, each round comparing its own two runs;
        rates, p50 and p99 are medians over the same rounds. Counted are those rounds, of \(effort.mostRounds) at most,
        in which others used the processors least. MB are millions of bytes.

        To repeat: `make bench`, on a machine that does nothing else. `benchmarks/.build/release/Measure --quick` tries
        it out in about two minutes, `--anew` makes the databases anew.

        """
    }

    private var facts: [[String]] {
        let day = date.formatted(.iso8601.year().month().day())
        return [["date", day]] + machine.facts.map { [$0.name, $0.value] } + [["load before the run", loadAverage]]
    }
}
