import SystemPackage

/// How much longer searches take while people sign in, whose passwords cost a quarter of a second of a processor each.
///
/// Searches come at a steady rate, far below what the server can do, and every answer is computed by the database. The
/// people sign in as fast as they are let, each time to one of as many accounts.
struct SignIns: Sendable {
    static let people = 50
    static let searchesPerSecond = 300
    /// Many, so that each is mostly idle; see `http/steady.lua`.
    static let connections = 100
    private static let password = "a password for benchmarks"

    let server: Server
    let istri: Istri
    let questions: Questions
    /// The folder of wrk's scripts.
    let scripts: FilePath
    let effort: Effort

    func measure() async throws -> Report {
        try await makeAccounts()
        try await questions.askAll(server)
        let race = Race(title: "searches while people sign in", effort: effort.tail, servers: [server])
        let outcome = try await race.run([
            Contender(name: "\(Self.searchesPerSecond) searches a second", run: search),
            Contender(name: "the same while \(Self.people) people sign in", run: searchAmongSignIns),
        ])
        let (idle, busy) = (outcome.rates[0], outcome.rates[1])
        return Report(
            rows: [
                Row(
                    "searches' p99 while \(Self.people) people sign in / idle", Ratio(ofTail: busy, to: idle),
                    goal: Targets.signIns),
                outcome.busyRow(race.title),
            ], rates: outcome.rates)
    }

    private func search(seconds: Int, seed: Int) async throws -> Sample {
        try await wrk(
            "steady.lua", connections: Self.connections, seconds: seconds,
            arguments: [
                questions.nearestPaths.string, String(seed), String(Self.connections), String(Self.searchesPerSecond),
            ])
    }

    /// The sign-ins begin before the searches, go on until after them, and have all been answered in the end.
    private func searchAmongSignIns(seconds: Int, seed: Int) async throws -> Sample {
        async let signIns = wrk(
            "sign_in.lua", connections: Self.people, seconds: seconds + 4,
            arguments: [String(Self.people), Self.password])
        try await Task.sleep(for: .seconds(2))
        let searches = try await search(seconds: seconds, seed: seed)
        let others = try await signIns
        guard others.perSecond > 0 else { throw Failure("Nobody was signed in") }
        say("\(others.perSecond.formatted(decimals: 1)) sign-ins a second")
        try await waitForSignIns()
        return Sample(
            perSecond: searches.perSecond, p50: searches.p50, p99: searches.p99, errors: searches.errors + others.errors
        )
    }

    /// wrk leaves without the last answers; whoever signs in now comes after all of them.
    private func waitForSignIns() async throws {
        let body = #"{"email":"sign-in-1@benchmark.example","password":"\#(Self.password)"}"#
        _ = try await Program.require(
            [
                "curl", "-sS", "-f", "--retry", "20", "-m", "120", "-o", "/dev/null",
                "-H", "Content-Type: application/json", "-H", "X-Forwarded-For: 198.51.100.201",
                "-H", "X-Forwarded-Proto: https", "-d", body,
                server.address + "/api/login",
            ], limit: .seconds(130))
    }

    private func wrk(_ script: String, connections: Int, seconds: Int, arguments: [String]) async throws -> Sample {
        let command = [
            "wrk", "-t1", "-c\(connections)", "-d\(seconds)s", "--timeout", "60s",
            "-s", scripts.appending(script).string, server.address, "--",
        ]
        return try Wrk.sample(from: try await Program.require(command + arguments, limit: .seconds(seconds + 30)))
    }

    /// One by the program itself, at its own cost, and the others with that one's hash.
    private func makeAccounts() async throws {
        let first = "sign-in-0@benchmark.example"
        if try await server.cluster.ask("SELECT count(*) FROM users WHERE email = '\(first)'") == "0" {
            let script = #"printf '%s\n' "$2" | "$0" user create --role customer --name Benchmark --email "$1""#
            _ = try await Program.require(
                ["sh", "-c", script, istri.program.string, first, Self.password], settings: istri.settings(),
                limit: .seconds(60))
        }
        _ = try await server.cluster.ask(
            """
            INSERT INTO users (name, email, role, password_hash)
            SELECT 'Benchmark', 'sign-in-' || n || '@benchmark.example', 'customer', u.password_hash
            FROM users AS u, generate_series(1, \(Self.people)) AS n WHERE u.email = '\(first)' ON CONFLICT DO NOTHING
            """)
    }
}
