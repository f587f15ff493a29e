import HTTPTypes
import Foundation
import Marketplace
import Matching
import Testing

@testable import Server

@Suite(.server) struct SuggestionsPageTests {
    private func browser(_ language: Language = .english) async throws -> Browser {
        Browser(server, as: try await server.person(.dispatcher), choosing: language)
    }

    @Test func `the form asks for what is usual, and nothing is worked out before it is sent`() async throws {
        let page = try await browser().open("/dispatch/suggestions")
        let form = try page.form("/dispatch/suggestions")
        #expect(form.method == .get && form.fields["count"] == "5" && form.fields["radius_km"] == "10")
        #expect(form.fields["objective"] == "max_cover" && form.fields["district"].isEmpty && page.rows.isEmpty)
        #expect(page.html.contains("id=\"suggestions-waiting\" role=\"status\" hidden"))
    }

    @Test func `the answer is the planner's, with its bound in words and a link to the map`() async throws {
        for language in Language.allCases {
            let browser = try await browser(language)
            let form = try await browser.open("/dispatch/suggestions").form("/dispatch/suggestions")
            let page = try await browser.submit(form, ["count": "3", "radius_km": "12.5", "district": "582"])
            try #require(page.status == 200)
            let plan = try await server.server.planner.plan(
                SitingQuestion(count: 3, radius_km: 12.5, district: "582"), on: server.pool)
            let formats = Formats(Site.current[language].words)
            #expect(page.rows.count == plan.sites.count)
            for (row, site) in zip(page.rows, plan.sites) {
                #expect(row.contains(site.place.pincode.description))
                #expect(row.contains("+" + formats.number(site.gainedDemand)))
            }
            if !plan.sites.isEmpty {
                let map = try #require(page.links("/dispatch?suggest=1").first)
                #expect(map.contains("count=3") && map.contains("district=582"))
                let key = plan.optimalityGap <= 0 ? "most_proven" : "most_bound"
                let words = Site.current[language].words.text(
                    "dispatch.suggestions.\(key)",
                    ["bound": formats.number(plan.bound), "gap": formats.percent(plan.optimalityGap)])
                #expect(page.text.contains(words))
            }
        }
    }

    @Test func `the fewest sites are told as such`() async throws {
        let page = try await browser().open("/dispatch/suggestions?objective=set_cover&radius_km=30&count=")
        let plan = try await server.server.planner.plan(
            SitingQuestion(objective: .setCover, radius_km: 30), on: server.pool)
        #expect(page.status == 200 && page.rows.count == plan.sites.count)
        let key = plan.optimalityGap <= 0 ? "fewest_proven" : "fewest_bound"
        let formats = Formats(Site.current[.english].words)
        let words = Site.current[.english].words.text(
            "dispatch.suggestions.\(key)",
            ["bound": formats.number(plan.bound), "gap": formats.percent(plan.optimalityGap)])
        #expect(plan.sites.isEmpty || page.text.contains(words))
    }

    @Test func `what is wrong is told beside each field, with what was typed`() async throws {
        for language in Language.allCases {
            let words = Site.current[language].words
            let browser = try await browser(language)
            let form = try await browser.open("/dispatch/suggestions").form("/dispatch/suggestions")
            let typed = ["count": "51", "radius_km": "<b>10", "district": "Kochi", "objective": "best"]
            let page = try await browser.submit(form, typed)
            #expect(page.status == 422 && page.rows.isEmpty && !page.html.contains("<b>10"))
            for name in typed.keys {
                #expect(page.error(of: name) == words.text("dispatch.field.\(name).wrong"), "\(name)")
            }
            let again = try page.form("/dispatch/suggestions").fields
            #expect(again["count"] == "51" && again["radius_km"] == "<b>10")
        }
    }
}
