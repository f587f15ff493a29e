import Foundation
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

struct EventsPageTests {
    @Test func `what happens is listed, the latest first, and page by page`() async throws {
        try await withServer { server in
            let browser = Browser(server, as: try await server.person(.dispatcher))
            try await server.pool.execute("DELETE FROM coverage_events")
            let empty = try await browser.open("/dispatch/events")
            #expect(empty.status == 200 && empty.html.contains("empty-state"))
            try await server.pool.execute("DELETE FROM service_areas")
            let events = try await CoverageEvent.recent(200, on: server.pool)
            try #require(events.count > 100)
            #expect(zip(events, events.dropFirst()).allSatisfy { $0.id > $1.id })
            let page = try await browser.open("/dispatch/events")
            let shown = page.html.matches(of: /<li><time datetime="[^"]*\+05:30">/).count
            #expect(shown == 50)
            #expect(page.text.contains(Site.current[.english].words.text("coverage.event_gap")))
            #expect(
                page.text.contains(events[0].pincode.description) && page.text.contains(events[49].pincode.description))
            let second = try await browser.open(try #require(page.next))
            #expect(second.text.contains(events[50].pincode.description))
            #expect(second.links("/dispatch/events").contains("/dispatch/events"))
            let odd = try await browser.open("/dispatch/events?before=%3Cb%3E")
            #expect(odd.status == 200 && odd.next == page.next)
            let map = try await browser.open("/dispatch")
            #expect(map.html.matches(of: /<li><time datetime="/).count == 5)
        }
    }
}
