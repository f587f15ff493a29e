import ArgumentParser
import Foundation
import SystemPackage

/// Measures the built server against its database and itself.
@main
struct Measure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the built server; print the figures and write them to benchmarks/results/nearest.md.",
        discussion: """
            Run it from the checkout, after 'make build'. 'make bench' does both. It starts servers of its own and \
            stops them, however it ends. Exit status: 0 all targets met, 1 one missed or nothing measured, 130 \
            interrupted.
            """)

    @Flag(help: "Short rounds, to see that everything works; no page is written unless --results names one.")
    var quick = false

    @Flag(help: "Only what sign-ins do to searches; no page is written unless --results names one.")
    var signIns = false

    @Flag(help: "Make the databases anew, even if they fit the schema and the geodata.")
    var anew = false

    @Option(help: "The program to measure.")
    var program = ".build/release/istri"

    @Option(help: "Folder of the databases, kept between runs.")
    var data = ".build/bench"

    @Option(help: "File for the results page.")
    var results: String?

    func run() async throws {
        do {
            guard try await cancelledBySignals({ try await measure() }) else { throw ExitCode(1) }
        } catch is CancellationError {
            throw ExitCode(130)
        } catch let failure as Failure {
            say("Measure: \(failure)")
            throw ExitCode(1)
        }
    }

    /// Whether all targets are met.
    private func measure() async throws -> Bool {
        let (date, loadAverage) = (Date(), Machine.loadAverage)
        let effort = quick ? Effort.quick : Effort.full
        let (report, machine) = try await benchmark(effort).run(anew: anew, onlySignIns: signIns)
        print(report.tables)
        if let page = results ?? (quick || signIns ? nil : "benchmarks/results/nearest.md") {
            try ResultsPage(report: report, machine: machine, effort: effort, date: date, loadAverage: loadAverage)
                .write(to: FilePath(page))
            say("Written to \(page)")
        }
        return report.isMet
    }

    private func benchmark(_ effort: Effort) async throws -> Benchmark {
        let checkout = FilePath(FileManager.default.currentDirectoryPath)
        let program = checkout.pushing(FilePath(program)).lexicallyNormalized()
        for file in [program, checkout.pushing("benchmarks/sql/nearest.sql")] {
            guard FileManager.default.fileExists(atPath: file.string) else {
                throw Failure("\(file) is not there. Start from the checkout's folder, after 'make build'.")
            }
        }
        let folder = try await WorkFolder(checkout.pushing(FilePath(data)).lexicallyNormalized())
        return Benchmark(checkout: checkout, program: program, folder: folder, effort: effort)
    }
}
