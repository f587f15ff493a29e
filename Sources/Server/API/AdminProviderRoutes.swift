import HTTPTypes
import Foundation
import Hummingbird
import Marketplace
import Matching

/// What admins decide about centres.
struct AdminProviderRoutes: Sendable {
    let providers: Providers

    var routes: [Route] {
        [
            Route(.get, "/api/admin/providers", for: .admins, produces: [.applicationJson, .csv], list),
            Route(.post, "/api/admin/providers/{id}/approve", for: .admins, approve),
            Route(.post, "/api/admin/providers/{id}/reject", for: .admins, reject),
            Route(.post, "/api/admin/providers/{id}/suspend", for: .admins, suspend),
        ]
    }

    @Sendable func list(_ request: Request, _: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        var filter = Providers.Filter()
        filter.status = try parameters.optionalChoice("status")
        filter.hasChanges = try parameters.flag("changed")
        filter.city = parameters.text("city")
        filter.district = parameters.text("district")
        filter.pincode = try parameters.text("pincode").map { text in
            guard let pincode = Pincode(text) else { throw Problem.invalidPincode("pincode") }
            return pincode
        }
        filter.q = parameters.text("q")
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let after = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        let page = try await providers.all(filter, after: after, limit: limit)
        if Accepting.wantsTable(request) {
            return Answer.csv(
                CSVWriter(page.items, now: Date()), name: "centres", nextCursor: page.next.map { Cursor.text([$0]) })
        }
        var answer = Answer.json(page)
        answer.headers[.vary] = "Accept"
        return answer
    }

    @Sendable func approve(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await request.refuseMembers()
        return try await decide(.approve, request, context)
    }

    @Sendable func reject(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await decide(.reject(reason: try await reason(in: request)), request, context)
    }

    @Sendable func suspend(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await decide(.suspend(reason: try await reason(in: request)), request, context)
    }

    private func reason(in request: Request) async throws -> String {
        var fields = try await request.jsonBody()
        let reason = try fields.require("reason") { try $0.text($1, length: 1...500) }
        try fields.refuseOthers()
        return reason
    }

    private func decide(
        _ decision: ProviderDecision, _ request: Request, _ context: SignedInContext
    ) async throws -> Response {
        guard let id = try context.request.id() else { throw ProviderError.unknownProvider }
        try await providers.decide(
            decision, on: id, if: ProviderPrecondition(request, centre: id), by: context.actor)
        let record = try await providers.record(of: id, for: context.user)
        return Answer.json { $0.write(record, now: Date()) }.tagged(record)
    }
}

extension Answer {
    static func json(_ page: Page<ProviderRecord, Int64>) -> Response {
        let now = Date()
        return json(capacity: 8192) {
            $0.writePage(page.items, next: page.next.map { Cursor.text([$0]) }) { $0.write($1, now: now) }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ record: ProviderRecord, now: Date) {
        object { json in
            json.writeMembers(of: record.centre, now: now)
            json.writeMembers(of: record)
        }
    }
}
