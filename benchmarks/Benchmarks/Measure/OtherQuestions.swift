import Foundation
import SystemPackage

/// Live questions beside the main one: places by name, and the nearest centres of a point or with a service.
struct OtherQuestions: Sendable {
    /// Both keep no answers.
    let small: Server
    let large: Server
    /// For the lists of paths.
    let folder: FilePath
    /// For wrk.
    let script: FilePath
    let effort: Effort
    /// Lines of kind, text and pincode, tab separated, after a heading.
    let searches: FilePath

    func measure() async throws -> Report {
        let places = try write("places.paths", try placePaths())
        let points = try write("points.paths", try await pointPaths())
        let services = try write("services.paths", try await servicePaths())
        var contenders = [
            contender("places, one connection", Wrk(server: small, paths: places, script: script, connections: 1))
        ]
        for (name, paths) in [("nearest to a point", points), ("nearest with a service", services)] {
            contenders += [small, large].map {
                contender("\(name), \($0.centres) centres", Wrk(server: $0, paths: paths, script: script))
            }
        }
        let race = Race(title: "other questions", effort: effort, servers: [small, large])
        let outcome = try await race.run(contenders)
        let p95 = outcome.rates[0].samples.compactMap(\.p95)
        return Report(
            rows: [
                Row("places, p95", p95.median, decimals: 1, unit: "ms", range: p95.range, goal: Targets.places),
                outcome.busyRow(race.title),
            ], rates: outcome.rates)
    }

    private func contender(_ name: String, _ wrk: Wrk) -> Contender {
        Contender(name: name, run: wrk.run)
    }

    private func placePaths() throws -> [String] {
        try String(contentsOfFile: searches.string, encoding: .utf8).split(separator: "\n").dropFirst().compactMap {
            let columns = $0.split(separator: "\t", omittingEmptySubsequences: false)
            guard columns.count > 1 else { return nil }
            return columns[1].addingPercentEncoding(withAllowedCharacters: .alphanumerics)
                .map { "/api/places?q=\($0)" }
        }
    }

    /// Near the state's pincodes, as people are, but on none of their points.
    private func pointPaths() async throws -> [String] {
        try await small.cluster.ask(
            """
            SELECT '/api/providers/nearest?lat=' || round((ST_Y(location) + 0.01)::numeric, 6)
                || '&lng=' || round((ST_X(location) + 0.01)::numeric, 6)
            FROM pincodes ORDER BY pincode
            """
        ).split(separator: "\n").map(String.init)
    }

    /// Every pincode with each service in turn.
    private func servicePaths() async throws -> [String] {
        try await small.cluster.ask(
            """
            SELECT '/api/providers/nearest?pincode=' || pincode || '&service=' || service
            FROM (SELECT pincode, row_number() OVER (ORDER BY pincode) AS n FROM pincodes) AS p
            JOIN (SELECT service, row_number() OVER (ORDER BY service) - 1 AS m, count(*) OVER () AS all_of_them
                  FROM services) AS s ON p.n % s.all_of_them = s.m
            """
        ).split(separator: "\n").map(String.init)
    }

    private func write(_ name: String, _ paths: [String]) throws -> FilePath {
        guard paths.count > 100 else { throw Failure("Only \(paths.count) questions for \(name)") }
        let file = folder.appending(name)
        try paths.map { $0 + "\n" }.joined().write(toFile: file.string, atomically: true, encoding: .utf8)
        return file
    }
}
