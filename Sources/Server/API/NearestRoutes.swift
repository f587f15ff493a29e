import Foundation
import Hummingbird
import Marketplace
import Matching
import NIOCore
import Postgres

/// The main question: which centres are nearest.
struct NearestRoutes: Sendable {
    let pool: PostgresPool
    let kept: KeptAnswers<KeptAnswer>
    let misses: SearchMisses

    var routes: [Route] {
        [.get("/api/providers/nearest", nearest).limited(by: .search)]
    }

    /// An answer that was given before, and that no change since can have made wrong, is given again.
    @Sendable func nearest(_ request: Request, _: PublicContext) async throws -> Response {
        let key = "nearest?" + (request.uri.query ?? "")
        if let body = kept.find(key, as: KeptBody.self) { return Answer.counted(body, misses) }

        let question = try NearestQuestion(request)
        let ticket = kept.ticket()
        let now = Date()
        let origin = try await ResolvedOrigin.resolve(question.origin, on: pool)
        let asked = question.request(from: origin.request)
        let answer = try await asked.answer(on: pool)
        let missed = origin.missed(by: answer, to: asked)
        guard !question.explain else {
            if let missed { misses.count(missed) }
            let excluded = try await asked.excluded(from: answer, on: pool)
            return Answer.json(capacity: 8192) {
                $0.write(answer, to: asked, from: origin, now: now, excluded: excluded)
            }
        }
        var json = JSONWriter(capacity: 4096)
        json.write(answer, to: asked, from: origin, now: now)
        let body = KeptBody(json.buffer, missed: missed)
        kept.keep(
            body, for: key, scope: answer.scope(of: asked), validUntil: answer.validUntil(from: now),
            ticket: ticket)
        return Answer.counted(body, misses)
    }
}

/// The parameters of `/api/providers/nearest`.
private struct NearestQuestion {
    let origin: OriginParameter
    let limit: Int
    let mode: NearestRequest.Mode
    let service: String?
    let radius_m: Double?
    let explain: Bool

    init(_ request: Request) throws {
        var parameters = try QueryParameters(request)
        origin = try parameters.origin(takesPlace: true)
        limit = try parameters.integer("limit", in: 1...50, default: 10)
        mode = try parameters.choice("mode", default: .walkIn)
        service = parameters.text("service")
        radius_m = try parameters.number("radius_km", "a number above 0, up to 500") { $0 > 0 && $0 <= 500 }
            .map { $0 * 1000 }
        explain = try parameters.flag("explain")
        try parameters.refuseOthers()
    }

    func request(from origin: NearestRequest.Origin) -> NearestRequest {
        NearestRequest(origin, limit: limit, mode: mode, service: service, radius_m: radius_m)
    }
}
