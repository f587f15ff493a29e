import SystemPackage

/// Answers that the server has kept, against the least it can answer at all.
struct KeptAnswers: Sendable {
    /// Both with default settings.
    let small: Server
    let large: Server
    let questions: Questions
    /// For wrk.
    let script: FilePath
    let effort: Effort

    func measure() async throws -> Report {
        for server in [small, large] { try await questions.askAll(server) }
        let race = Race(title: "kept answers", effort: effort, servers: [small, large])
        let outcome = try await race.run([hello, kept(small), kept(large)])
        let rates = outcome.rates
        let peak = try [small, large].map { try Memory.peak(of: $0.processIdentifier) }.max() ?? 0
        return Report(
            rows: [
                Row(
                    "kept answer / hello, \(small.centres) centres", Ratio(of: rates[1], to: rates[0]),
                    goal: Targets.kept),
                Row(
                    "kept answer / hello, \(large.centres) centres", Ratio(of: rates[2], to: rates[0]),
                    goal: Targets.kept),
                Row(
                    "kept answer, \(large.centres) centres / \(small.centres)", Ratio(of: rates[2], to: rates[1]),
                    goal: Targets.growth),
                outcome.busyRow(race.title),
                Row(
                    megabytes: "server's memory at rest", max(small.memoryAtRest, large.memoryAtRest),
                    goal: Targets.memory),
                Row(megabytes: "server's memory, most with all answers kept", peak, goal: Targets.memory),
            ], rates: rates)
    }

    private var hello: Contender {
        let wrk = Wrk(server: small, paths: questions.helloPath, script: script)
        return Contender(name: "hello (GET /healthz)", run: wrk.run)
    }

    private func kept(_ server: Server) -> Contender {
        let wrk = Wrk(server: server, paths: questions.nearestPaths, script: script)
        return Contender(name: "kept answer, \(server.centres) centres", run: wrk.run)
    }
}
