import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// The search and its results.
struct SearchPages: Sendable {
    let catalogue: Catalogue
    let searches: KeptSearches
    let misses: SearchMisses

    var routes: [Route] {
        [
            Route.page(.get, "/", home).limited(by: .search),
            Route.page(.get, "/search", results).limited(by: .search),
        ]
    }

    @Sendable func home(_ request: Request, _ page: PageContext) async throws -> Response {
        async let services = catalogue.services()
        async let districts = catalogue.districts()
        var model = SearchBox(services: try await services).model(page.language)
        model["districts"] = try await districts.map { DirectoryLink.model($0, in: page.language) }
        model["index"] = PageIndex.model(page, description: page.words.text("search.description"))
        return try page.render("search/home", model)
    }

    @Sendable func results(_ request: Request, _ page: PageContext) async throws -> Response {
        let services = try await catalogue.services()
        let question = SearchQuestion(page.query).knowing(services)
        let outcome = try await question.outcome(by: searches, counting: misses)
        var box = SearchBox(question, services: services)
        if case .answered = outcome { box.isCompact = true }
        var model = box.model(page.language)
        switch outcome {
        case .nothingAsked:
            model["refusal"] = page.words.text("search.nothing_asked")
            return try page.render("search/nothing", model)
        case .refused(let problem, let choices):
            model["refusal"] = page.refusal(problem)
            model.merge(PlaceChoices.model(choices, for: question, page.language)) { $1 }
            return try page.render("search/nothing", model)
        case .answered(let results):
            let view = SearchView(
                question: question, results: results,
                service: services.first { $0.service == question.service }, formats: Formats(page.words), now: Date(),
                tamilNames: try await catalogue.tamilNames(for: page.language))
            model.merge(view.model) { $1 }
            if view.canWatch {
                model.merge(try await WatchForm.model(page, pincode: results.pincode, on: searches.pool)) { $1 }
            }
            return try page.render("search/results", model)
        }
    }
}
