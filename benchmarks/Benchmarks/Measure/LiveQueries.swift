import SystemPackage

/// Every answer computed by the database: asked over HTTP, and the same statement by pgbench.
struct LiveQueries: Sendable {
    /// Both keep no answers.
    let small: Server
    let large: Server
    let questions: Questions
    let statement: NearestStatement
    /// For wrk.
    let script: FilePath
    let effort: Effort

    func measure() async throws -> Report {
        for server in [small, large] {
            try await questions.askAll(server)
            try await statement.checkServerRunsIt(server)
        }
        let race = Race(title: "live queries", effort: effort, servers: [small, large])
        let outcome = try await race.run([http(small), pgbench(small), http(large), pgbench(large)])
        let rates = outcome.rates
        return Report(
            rows: [
                share(Ratio(of: rates[0], to: rates[1]), small),
                share(Ratio(of: rates[2], to: rates[3]), large),
                Row(
                    "live query, \(large.centres) centres / \(small.centres)", Ratio(of: rates[2], to: rates[0]),
                    goal: Targets.growth),
                outcome.busyRow(race.title),
            ] + (try memory()), rates: rates)
    }

    private func http(_ server: Server) -> Contender {
        let wrk = Wrk(server: server, paths: questions.nearestPaths, script: script)
        return Contender(name: "live query over HTTP, \(server.centres) centres", run: wrk.run)
    }

    private func pgbench(_ server: Server) -> Contender {
        let pgbench = Pgbench(cluster: server.cluster, script: questions.pgbenchScript)
        return Contender(name: "pgbench -c \(Pgbench.clients), \(server.centres) centres", run: pgbench.run)
    }

    private func share(_ ratio: Ratio, _ server: Server) -> Row {
        Row(
            "live query over HTTP / pgbench -c \(Pgbench.clients), \(server.centres) centres", ratio,
            goal: Targets.live)
    }

    private func memory() throws -> [Row] {
        let peak = try [small, large].map { try Memory.peak(of: $0.processIdentifier) }.max() ?? 0
        return [Row(megabytes: "server's memory, most under live load", peak, goal: Targets.memory)]
            + (try [small, large].map { server in
                Row(
                    megabytes: "PostgreSQL's memory after that load, \(server.centres) centres",
                    try Memory.proportional(ofFamily: server.cluster.postmaster))
            })
    }
}
