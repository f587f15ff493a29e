import Hummingbird
import Marketplace
import Matching
import Postgres

/// What a search comes to.
enum SearchOutcome: Sendable {
    case nothingAsked
    /// With places that may have been meant.
    case refused(Problem, choices: [Place])
    case answered(SearchResults)
}

/// The centres that a search found, and what the page tells beside them.
struct SearchResults: Sendable {
    let origin: ResolvedOrigin
    let answer: NearestAnswer
    /// Where nobody comes to the door: those to whom one can go.
    var nearestAnyway: [NearestAnswer.Centre] = []
    /// Whose ground it is, where nobody comes to the door.
    var pincode: Pincode?
    /// Paise, by centre.
    var prices: [Int64: Int64] = [:]
}

extension SearchQuestion {
    private static let choicesLimit = 6
    private static let anywayLimit = 3

    /// Three round trips as a rule. A search in vain is counted.
    func outcome(on pool: PostgresPool, counting misses: SearchMisses) async throws -> SearchOutcome {
        guard let given = origin else { return .nothingAsked }
        do {
            let origin = try await ResolvedOrigin.resolve(given, on: pool)
            let request = NearestRequest(origin.request, limit: limit, mode: mode, service: service)
            let answer = try await request.answer(on: pool)
            if let missed = origin.missed(by: answer, to: request) { misses.count(missed) }
            return .answered(try await complete(SearchResults(origin: origin, answer: answer), on: pool))
        } catch {
            let problem = ErrorResponses.problem(for: error)
            guard problem.status.kind == .clientError else { throw error }
            return .refused(problem, choices: try await choices(insteadOf: given, on: pool))
        }
    }

    private func complete(_ results: SearchResults, on pool: PostgresPool) async throws -> SearchResults {
        var results = results
        if mode == .doorstep, results.answer.centres.isEmpty {
            let request = NearestRequest(results.origin.request, limit: Self.anywayLimit, service: service)
            results.nearestAnyway = try await request.answer(on: pool).centres
            results.pincode = try await pincode(of: results, on: pool)
        }
        let shown = results.answer.centres + results.nearestAnyway
        results.prices = try await LowestPrices.find(of: shown.map(\.id), service: service, on: pool)
        return results
    }

    private func pincode(of results: SearchResults, on pool: PostgresPool) async throws -> Pincode? {
        if case .pincode(let pincode) = results.origin.request { return pincode }
        if let place = results.origin.place { return place.pincode }
        return try await Pincode.at(results.answer.origin.location, on: pool)
    }

    /// Pincodes that begin like one that there isn't.
    private func choices(insteadOf given: OriginParameter, on pool: PostgresPool) async throws -> [Place] {
        guard case .pincode(let pincode) = given else { return [] }
        for length in [5, 4, 3] {
            let found = try await places(
                matching: String(pincode.description.prefix(length)), limit: Self.choicesLimit, on: pool)
            if !found.isEmpty { return found }
        }
        return []
    }
}
