import Matching
import Postgres

/// Searches of pages. What they find is kept as the API's answers are; whether a centre is open is told anew each time.
struct KeptSearches: Sendable {
    let pool: PostgresPool
    let kept: KeptAnswers<KeptAnswer>

    private static let anywayLimit = 3

    /// Three round trips as a rule, none when it is kept.
    ///
    /// - Throws: What the origin or the request is refused with; refusals aren't kept.
    func results(of question: SearchQuestion, from given: OriginParameter) async throws -> SearchResults {
        let key = question.key(from: given)
        if let results: SearchResults = kept.find(key) { return results }
        let ticket = kept.ticket()
        let origin = try await ResolvedOrigin.resolve(given, on: pool)
        let request = question.request(from: origin)
        let answer = try await request.answer(on: pool)
        let results = try await complete(SearchResults(origin: origin, answer: answer), question)
        kept.keep(
            results, bytes: results.roughBytes, for: key, scope: results.scope(of: request), ticket: ticket)
        return results
    }

    private func complete(_ found: SearchResults, _ question: SearchQuestion) async throws -> SearchResults {
        var results = found
        if question.mode == .doorstep, results.answer.centres.isEmpty {
            let request = NearestRequest(
                results.origin.request, limit: Self.anywayLimit, service: question.service)
            results.nearestAnyway = try await request.answer(on: pool).centres
            results.pincode = try await pincode(of: results)
        }
        results.prices = try await LowestPrices.find(
            of: results.shown.map(\.id), service: question.service, on: pool)
        return results
    }

    private func pincode(of results: SearchResults) async throws -> Pincode? {
        if case .pincode(let pincode) = results.origin.request { return pincode }
        if let place = results.origin.place { return place.pincode }
        return try await Pincode.at(results.answer.origin.location, on: pool)
    }
}

extension SearchQuestion {
    func request(from origin: ResolvedOrigin) -> NearestRequest {
        NearestRequest(origin.request, limit: limit, mode: mode, service: service)
    }

    /// All that decides what is found.
    func key(from given: OriginParameter) -> String {
        let origin =
            switch given {
            case .pincode(let pincode): "pincode=\(pincode)"
            case .point(let point): "point=\(point.lat),\(point.lng)"
            case .digipin(let digipin): "digipin=\(digipin)"
            case .place(let text): "place=\(text)"
            }
        // What was typed comes last: it may hold anything.
        return "search?mode=\(mode.rawValue)&service=\(service ?? "")&limit=\(limit)&\(origin)"
    }
}

extension SearchResults {
    /// All centres of the page.
    var shown: [NearestAnswer.Centre] { answer.centres + nearestAnyway }

    /// The nearest anyway are shown beside an empty answer, whose own scope reaches every centre that comes or moves.
    fileprivate func scope(of request: NearestRequest) -> AnswerScope {
        answer.scope(of: request, showing: nearestAnyway.map(\.id))
    }

    /// A centre's texts, hours and closures.
    fileprivate var roughBytes: Int { 600 + 800 * shown.count + 300 * origin.alternatives.count }
}
