import SystemPackage

/// One whole run: the geodata load, then live queries, then kept answers, with two sizes of network side by side.
struct Benchmark: Sendable {
    let checkout: FilePath
    let program: FilePath
    let folder: WorkFolder
    let effort: Effort

    /// - Parameter onlySignIns: Leaves out all the rest.
    func run(anew: Bool, onlySignIns: Bool) async throws -> (report: Report, machine: Machine) {
        let statement = try NearestStatement(file: checkout.pushing("benchmarks/sql/nearest.sql"))
        let datasets = [5_000, 50_000].map(dataset)
        if onlySignIns {
            try await datasets[0].prepare(anew: anew)
            return try await signIns(datasets[0], statement)
        }
        for dataset in datasets { try await dataset.prepare(anew: anew) }

        var report = try await serving(datasets, keptAnswersBytes: 0) { small, large in
            var report = try await LiveQueries(
                small: small, large: large, questions: questions(small, statement), statement: statement,
                script: script, effort: effort
            ).measure()
            report += try await OtherQuestions(
                small: small, large: large, folder: folder.path, script: script, effort: effort,
                searches: checkout.pushing("Tests/MatchingTests/Places/queries.tsv")
            ).measure()
            return report
        }
        let (kept, machine) = try await serving(datasets, keptAnswersBytes: nil) { small, large in
            let kept = try await KeptAnswers(
                small: small, large: large, questions: questions(small, statement), script: script, effort: effort
            ).measure()
            return (kept, try await Machine.describe(small.cluster))
        }
        report += kept
        report += try await signIns(datasets[0], statement).report
        let load = GeodataLoad(istri: Istri(program: program, dataFolder: folder.path.appending("load")))
        report += try await load.measure(rounds: effort.loads)
        return (report, machine)
    }

    private func signIns(
        _ dataset: Dataset, _ statement: NearestStatement
    ) async throws -> (report: Report, machine: Machine) {
        try await dataset.serving(keptAnswersBytes: 0) { server in
            let signIns = SignIns(
                server: server, istri: dataset.istri, questions: try await questions(server, statement),
                scripts: checkout.pushing("benchmarks/http"), effort: effort)
            return (try await signIns.measure(), try await Machine.describe(server.cluster))
        }
    }

    private var script: FilePath { checkout.pushing("benchmarks/http/random.lua") }

    private func dataset(_ centres: Int) -> Dataset {
        let istri = Istri(program: program, dataFolder: folder.path.appending(String(centres)))
        return Dataset(centres: centres, istri: istri, checkout: checkout)
    }

    private func questions(_ server: Server, _ statement: NearestStatement) async throws -> Questions {
        try await Questions(of: server.cluster, statement: statement, folder: folder.path)
    }

    /// Runs a server for each of two sizes at once.
    private func serving<Result: Sendable>(
        _ datasets: [Dataset], keptAnswersBytes: Int?, _ body: (Server, Server) async throws -> Result
    ) async throws -> Result {
        try await datasets[0].serving(keptAnswersBytes: keptAnswersBytes) { small in
            try await datasets[1].serving(keptAnswersBytes: keptAnswersBytes) { large in
                try await body(small, large)
            }
        }
    }
}
