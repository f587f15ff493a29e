import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

/// `istri coverage suggest`, on a database that is there.
struct SuggestCommandTests {
    private struct Body: Decodable {
        struct Item: Decodable {
            let pincode: String
            let gained_demand: Int
        }
        let gained_demand: Int
        let bound: Int
        let items: [Item]
    }

    @Test func `suggestions come as a table, as JSON, or not at all with the reason`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            let url = try await IstriCommand.url(of: pool)
            let json = try await suggest(["--count", "2", "--json"], on: url)
            #expect(json.status == 0, "\(json)")
            let body = try JSONDecoder().decode(Body.self, from: Data(json.output.utf8))
            #expect((1...2).contains(body.items.count) && body.bound >= body.gained_demand)
            let table = try await suggest(["--count", "2"], on: url)
            for item in body.items {
                #expect(table.output.contains(item.pincode) && table.output.contains(" \(item.gained_demand) "))
            }
            let all = try await suggest(["--objective", "set_cover", "--radius-km", "30"], on: url)
            #expect(all.status == 0 && all.output.contains("leave no gap"), "\(all)")
            let unknown = try await suggest(["--district", "Atlantis"], on: url)
            #expect(unknown.status == 1 && unknown.errors.contains("There is no district 'Atlantis'"))
            #expect(unknown.output.isEmpty)
        }
    }

    @Test(arguments: [
        ["--count", "0"], ["--count", "51"], ["--radius-km", "0"], ["--radius-km", "nan"], ["--objective", "x"],
    ])
    func `wrong usage is told as such`(arguments: [String]) async throws {
        let outcome = try await suggest(arguments, on: "host=/nowhere")
        #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.errors.contains(arguments[0]))
    }

    private func suggest(_ arguments: [String], on url: String) async throws -> IstriCommand {
        try await IstriCommand(["coverage", "suggest"] + arguments, on: url)
    }
}
