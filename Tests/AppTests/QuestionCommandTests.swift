import Foundation
import Matching
import Postgres
import TestSupport
import Testing

@testable import App

/// The commands that ask and load, as a user runs them, on a real database.
struct QuestionCommandTests {
    private struct Nearest: Decodable {
        struct Centre: Decodable, Equatable {
            let id: Int64
            let distance_m: Double
        }
        let coverage_count: Int
        let items: [Centre]
    }

    private struct Places: Decodable {
        struct Place: Decodable {
            let pincode: String
        }
        let items: [Place]
    }

    private struct Bar: Decodable {
        let bar: String
        let ok: Bool
    }

    @Test func `nearest shows the centres that the search finds, as a table and as JSON`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            let url = try await IstriCommand.url(of: pool)
            let pincode = try #require(Pincode(600_001))
            let truth = try await NearestRequest(.pincode(pincode), limit: 3).answer(on: pool)
            let json = try await IstriCommand(["nearest", "600001", "--limit", "3", "--json"], on: url)
            #expect(json.status == 0 && json.errors.isEmpty, "\(json)")
            let body = try JSONDecoder().decode(Nearest.self, from: Data(json.output.utf8))
            #expect(body.items.map(\.id) == truth.centres.map(\.id) && body.items.count == 3)
            #expect(body.coverage_count == truth.coverageCount)

            let table = try await IstriCommand(["nearest", "600001", "--limit", "3"], on: url)
            let lines = table.output.split(separator: "\n")
            #expect(table.status == 0 && lines.count == 6, "\(table)")
            #expect(lines[0].hasPrefix("600001, Chennai G.P.O., Chennai, ") && lines[1].contains("centre"))
            for (line, centre) in zip(lines.dropFirst(3), truth.centres) {
                #expect(line.contains(" \(centre.id)  \(centre.center_name)"))
                #expect(line.contains(String(format: "%.2f ", centre.distance_m / 1000)))
            }
        }
    }

    @Test func `nearest takes a point, and refuses one far away and an unknown pincode`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            let url = try await IstriCommand.url(of: pool)
            let point = try #require(GeoPoint(lat: 13.08, lng: 80.28))
            let truth = try await NearestRequest(.point(point), limit: 5).answer(on: pool)
            let json = try await IstriCommand(
                ["nearest", "--lat", "13.08", "--lng", "80.28", "--limit", "5", "--json"], on: url)
            let body = try JSONDecoder().decode(Nearest.self, from: Data(json.output.utf8))
            #expect(json.status == 0 && body.items.map(\.id) == truth.centres.map(\.id) && body.items.count == 5)

            let far = try await IstriCommand(["nearest", "--lat", "28.6", "--lng", "77.2"], on: url)
            #expect(far.status == 1 && far.output.isEmpty && far.errors.contains("outside Tamil Nadu"), "\(far)")
            let unknown = try await IstriCommand(["nearest", "110001"], on: url)
            #expect(unknown.status == 1 && unknown.output.isEmpty)
            #expect(unknown.errors == "istri: 110001 is not a pincode of Tamil Nadu.\n")
        }
    }

    @Test func `places finds a name in either script, or says that there is none`() async throws {
        try await withDatabase(.geodata, as: .owner) { pool in
            let url = try await IstriCommand.url(of: pool)
            let table = try await IstriCommand(["places", "மதுரை"], on: url)
            #expect(table.status == 0 && table.output.contains("Madurai") && table.output.contains("625001"))
            let json = try await IstriCommand(["places", "madurai", "--limit", "2", "--json"], on: url)
            let body = try JSONDecoder().decode(Places.self, from: Data(json.output.utf8))
            #expect(json.status == 0 && body.items.first?.pincode == "625001" && body.items.count == 2)
            let none = try await IstriCommand(["places", "qqqqqqqqqqqq"], on: url)
            #expect(none.status == 1 && none.output.isEmpty && none.errors.contains("No place is called"))
        }
    }

    @Test func `geodata check is 0 for the state and 1 for a schema without it`() async throws {
        try await withDatabase(.geodata, as: .owner) { pool in
            let state = try await IstriCommand(["geodata", "check", "--json"], on: IstriCommand.url(of: pool))
            let bars = try JSONDecoder().decode([Bar].self, from: Data(state.output.utf8))
            #expect(state.status == 0 && !bars.isEmpty && bars.allSatisfy(\.ok), "\(state)")
        }
        try await withDatabase(.schema, as: .owner) { pool in
            let empty = try await IstriCommand(["geodata", "check"], on: IstriCommand.url(of: pool))
            #expect(empty.status == 1 && empty.output.contains("NO"), "\(empty)")
            #expect(empty.errors.contains("Quality bars missed"))
        }
    }

    @Test func `migrate --status tells what is applied and what is pending, and changes nothing`() async throws {
        try await withDatabase(.schema, as: .owner) { pool in
            let url = try await IstriCommand.url(of: pool)
            let done = try await IstriCommand(["migrate", "--status"], on: url)
            let lines = done.output.split(separator: "\n").dropFirst(2)
            #expect(done.status == 0 && lines.contains { $0.hasPrefix("0001_geography.sql ") }, "\(done)")
            #expect(lines.allSatisfy { $0.hasSuffix("  applied") })
            try await pool.asOwner("DELETE FROM schema_migrations WHERE name LIKE '0002%'")
            let lagging = try await IstriCommand(["migrate", "--status", "--json"], on: url)
            let states = try JSONDecoder().decode([[String: String]].self, from: Data(lagging.output.utf8))
            #expect(lagging.status == 0)
            #expect(states.filter { $0["state"] == "pending" }.map { $0["name"] } == ["0002_network.sql"])
        }
    }

    @Test func `sample loads as many centres as were asked for, in place of those before`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            let sample = try await IstriCommand(
                ["sample", "--centres", "20", "--seed", "3"], on: IstriCommand.url(of: pool))
            #expect(sample.status == 0, "\(sample)")
            #expect(sample.output.hasPrefix("20 sample centres of seed 3 loaded, 400 removed\n"))
            #expect(try await pool.query("SELECT count(*) FROM service_providers")[0].decode(Int.self) == 20)
        }
    }

    @Test(arguments: [["nearest", "600001"], ["places", "madurai"], ["coverage", "summary"], ["coverage", "gaps"]])
    func `without geodata a question is refused with the way out`(arguments: [String]) async throws {
        try await withDatabase(.schema, as: .owner) { pool in
            let refused = try await IstriCommand(arguments, on: IstriCommand.url(of: pool))
            #expect(refused.status == 1 && refused.output.isEmpty)
            #expect(
                refused.errors
                    == "istri: No geodata is loaded in the database that DATABASE_URL names; "
                    + "run 'istri geodata load' or 'istri serve'.\n")
        }
        let folder = "/tmp/istri-question-\(UInt32.random(in: 0...UInt32.max))"
        let asked = try IstriProcess(arguments, folder: folder)
        #expect(try await asked.status(within: .seconds(20)) == 1)
        #expect(asked.errors().contains("No geodata is loaded here (data folder \(folder));"))
        #expect(!FileManager.default.fileExists(atPath: folder))
    }
}
