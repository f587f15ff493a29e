import Foundation
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

@Suite(.server) struct OverlapsPageTests {
    /// A centre that shares ground with others.
    private func centre() async throws -> Int64 {
        let ids = try await server.pool.query("SELECT id FROM service_providers WHERE status = 'approved' ORDER BY id")
        for row in ids.prefix(50) {
            let id: Int64 = try row.decode(Int64.self)
            if try await !OverlapList(provider: id).page(on: server.pool).overlaps.isEmpty { return id }
        }
        throw NoOverlaps()
    }

    private struct NoOverlaps: Error {}

    @Test func `a centre is found by its number and by its name, and its overlaps are listed`() async throws {
        let id = try await centre()
        let browser = Browser(server, as: try await server.person(.dispatcher))
        let empty = try await browser.open("/dispatch/overlaps")
        #expect(empty.html.contains("empty-state") && empty.rows.isEmpty)
        let page = try await browser.submit(try empty.form("/dispatch/overlaps"), ["centre": String(id)])
        let truth = try await OverlapList(provider: id, limit: 25).page(on: server.pool)
        #expect(page.rows.count == truth.overlaps.count)
        #expect(zip(page.rows, truth.overlaps).allSatisfy { $0.contains($1.otherName) })
        let name = try await CentreDetail.find(id, on: server.pool).centre.center_name
        let byName = try await browser.open("/dispatch/overlaps?centre=\(encoded(name))")
        let choices = byName.links("/dispatch/overlaps?centre=\(id)")
        #expect(byName.rows == page.rows || !choices.isEmpty)
    }

    @Test func `a name of many is a choice, and one of none is told beside the field`() async throws {
        let browser = Browser(server, as: try await server.person(.dispatcher))
        let many = try await browser.open("/dispatch/overlaps?centre=a")
        let choices = many.links("/dispatch/overlaps?centre=").filter { $0.contains(/centre=[0-9]+$/) }
        #expect(choices.count == 12 && many.rows.isEmpty)
        for asked in ["no such centre", "0", "99999999999999", "%25%25%25"] {
            let none = try await browser.open("/dispatch/overlaps?centre=\(encoded(asked))")
            #expect(none.status == 200 && none.html.contains("id=\"centre-error\""), "\(asked)")
            #expect(try none.form("/dispatch/overlaps").fields["centre"] == asked)
        }
    }
}
