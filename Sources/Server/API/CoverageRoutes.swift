import Foundation
import Hummingbird
import Marketplace
import Matching
import NIOCore
import Postgres

struct CoverageRoutes: Sendable {
    let pool: PostgresPool
    let kept: KeptAnswers<KeptAnswer>
    let misses: SearchMisses

    var routes: [Route] {
        [.get("/api/coverage", coverage).limited(by: .search)]
    }

    @Sendable func coverage(_ request: Request, _: PublicContext) async throws -> Response {
        let key = "coverage?" + (request.uri.query ?? "")
        if let body = kept.find(key, as: KeptBody.self) { return Answer.counted(body, misses) }

        var parameters = try QueryParameters(request)
        let given = try parameters.origin(takesPlace: false)
        let at = try parameters.pastTime("at")
        try parameters.refuseOthers()
        if let at { return try await coverage(of: given, at: at) }
        let ticket = kept.ticket()
        let origin = try await ResolvedOrigin.resolve(given, on: pool)
        let answer = try await CoverageAnswer.find(origin.request, on: pool)
        var json = JSONWriter(capacity: 2048)
        json.write(answer, from: origin)
        let body = KeptBody(json.buffer, missed: answer.coverageCount == 0 ? origin.missedPlace : nil)
        kept.keep(body, for: key, scope: answer.scope, ticket: ticket)
        return Answer.counted(body, misses)
    }

    /// From the history, and never kept: too few ask the same.
    private func coverage(of given: OriginParameter, at: Date) async throws -> Response {
        let origin = try await ResolvedOrigin.resolve(given, on: pool)
        let answer = try await CoverageAnswer.find(origin.request, at: at, on: pool)
        return Answer.json(capacity: 2048) { $0.write(answer, from: origin, at: at) }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ answer: CoverageAnswer, from origin: ResolvedOrigin, at: Date? = nil) {
        object { json in
            json.key("origin")
            json.write(origin, answer.origin)
            if let at { json.field("at", at) }
            json.field("covered", answer.coverageCount > 0)
            json.field("coverage_count", answer.coverageCount)
            json.key("providers")
            json.array(answer.centres) { json, centre in json.object { $0.writeMembers(of: centre) } }
            json.key("nearest")
            if let nearest = answer.nearest {
                json.object { json in
                    json.writeMembers(of: nearest)
                    json.field("covers", nearest.covers)
                }
            } else {
                json.null()
            }
        }
    }

    private mutating func writeMembers(of centre: CoverageAnswer.Centre) {
        field("id", centre.id)
        field("center_name", centre.center_name)
        field("distance_m", centre.distance_m, decimals: 1)
    }
}
