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

    /// A search in vain is counted.
    func outcome(by searches: KeptSearches, counting misses: SearchMisses) async throws -> SearchOutcome {
        guard let given = origin else { return .nothingAsked }
        do {
            let results = try await searches.results(of: self, from: given)
            let missed = results.origin.missed(by: results.answer, to: request(from: results.origin))
            if let missed { misses.count(missed) }
            return .answered(results)
        } catch {
            let problem = ErrorResponses.problem(for: error)
            guard problem.status.kind == .clientError else { throw error }
            return .refused(problem, choices: try await choices(insteadOf: given, on: searches.pool))
        }
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
