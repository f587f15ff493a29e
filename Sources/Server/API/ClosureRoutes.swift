import Foundation
import Hummingbird
import Marketplace

/// When centres are closed although their weekly hours say open.
struct ClosureRoutes: Sendable {
    let providers: Providers

    var routes: [Route] {
        [
            Route(.get, "/api/providers/{id}/closures", for: .providersAndAdmins, list),
            Route(.post, "/api/providers/{id}/closures", for: .providersAndAdmins, close),
            Route(.delete, "/api/closures/{id}", for: .providersAndAdmins, reopen),
        ]
    }

    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let after = try parameters.text("cursor").map { text in
            let (from, id) = try Cursor.timeAndID(text)
            return Providers.ClosurePosition(from: from, id: id)
        }
        try parameters.refuseOthers()
        let page = try await providers.closures(
            of: try provider(context), for: context.user, after: after, limit: limit)
        return Answer.json {
            $0.writePage(page.items, next: page.next.map { Cursor.text(time: $0.from, id: $0.id) }) { $0.write($1) }
        }
    }

    @Sendable func close(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let provider = try provider(context)
        var fields = try await request.jsonBody()
        let from = try fields.require("from") { try $0.time($1) }
        let to = try fields.require("to") { try $0.time($1) }
        let reason = try fields.text("reason", length: 1...200)
        try fields.refuseOthers()
        guard from < to else { throw fields.wrong("to", "must be later than 'from'") }
        let closure = try await providers.close(
            provider, from..<to, reason: reason, for: context.user, by: context.actor)
        var answer = Answer.json { $0.write(closure) }
        answer.status = .created
        return answer
    }

    @Sendable func reopen(_ request: Request, _ context: SignedInContext) async throws -> Response {
        guard let id = try context.request.id() else { throw ProviderError.unknownClosure }
        try await request.refuseMembers()
        try await providers.reopen(id, for: context.user, by: context.actor)
        return Response(status: .noContent)
    }

    private func provider(_ context: SignedInContext) throws -> Int64 {
        guard let id = try context.request.id() else { throw ProviderError.unknownProvider }
        return id
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ closure: Closure) {
        object { json in
            json.field("id", closure.id)
            json.field("from", closure.from)
            json.field("to", closure.to)
            json.field("reason", closure.reason)
        }
    }
}
