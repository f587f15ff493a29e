import Foundation
import HTTPTypes
import Hummingbird
import Marketplace

/// What admins tell many people at once.
struct BroadcastRoutes: Sendable {
    let broadcasts: Broadcasts

    var routes: [Route] {
        [
            Route(.post, "/api/admin/broadcast", for: .admins, send),
            Route(.get, "/api/admin/broadcasts", for: .admins, list),
            Route(.get, "/api/admin/broadcasts/{id}", for: .admins, detail),
            Route(.post, "/api/admin/broadcasts/{id}/pause", for: .admins, pause),
            Route(.post, "/api/admin/broadcasts/{id}/resume", for: .admins, resume),
            Route(.post, "/api/admin/broadcasts/{id}/stop", for: .admins, stop),
        ]
    }

    /// With `dry_run` it only counts.
    @Sendable func send(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var fields = try await request.jsonBodyWithGeometry()
        let isDryRun = try fields.flag("dry_run") ?? false
        let new = try NewBroadcast(&fields)
        guard isDryRun else {
            let broadcast = try await broadcasts.send(new, by: context.actor)
            var answer = Answer.json { $0.write(broadcast) }
            answer.status = .accepted
            answer.headers[.location] = "/api/admin/broadcasts/\(broadcast.id)"
            return answer
        }
        let reach = try await broadcasts.reach(new)
        var answer = Answer.json { json in
            json.object { json in
                json.field("dry_run", true)
                json.field("recipients", reach.recipients)
                json.field("targeted", reach.targeted)
            }
        }
        answer.status = .accepted
        return answer
    }

    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let before = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        let page = try await broadcasts.list(before: before, limit: limit)
        return Answer.json(capacity: 4096) {
            $0.writePage(page.items, next: page.next.map { Cursor.text([$0]) }) { $0.write($1) }
        }
    }

    @Sendable func detail(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let broadcast = try await broadcasts.broadcast(try id(context))
        return Answer.json { $0.write(broadcast) }
    }

    @Sendable func pause(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await take(.pause, request, context)
    }

    @Sendable func resume(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await take(.resume, request, context)
    }

    @Sendable func stop(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await take(.stop, request, context)
    }

    private func take(
        _ step: Broadcasts.Step, _ request: Request, _ context: SignedInContext
    ) async throws -> Response {
        try await request.refuseMembers()
        let broadcast = try await broadcasts.take(step, try id(context), by: context.actor)
        return Answer.json { $0.write(broadcast) }
    }

    private func id(_ context: SignedInContext) throws -> Int64 {
        guard let id = try context.request.id() else { throw OfferError.unknownBroadcast }
        return id
    }
}

extension NewBroadcast {
    init(_ fields: inout BodyFields) throws {
        self.init(
            words: try fields.offerWords(), target: try fields.require("target") { try $0.target($1) },
            channels: try fields.require("channels") { try $0.messageChannels($1) })
        startsAt = try fields.time("starts_at")
        try fields.refuseOthers()
    }
}

extension BodyFields {
    fileprivate mutating func messageChannels(_ name: String) throws -> Set<MessageChannel>? {
        guard let values = try array(name, atMost: MessageChannel.allCases.count) else { return nil }
        let known = MessageChannel.allCases.map(\.rawValue).joined(separator: ", ")
        let channels = try values.map { value in
            guard case .string(let text) = value, let channel = MessageChannel(rawValue: text) else {
                throw wrong(name, "must be a list of some of: \(known)")
            }
            return channel
        }
        guard !channels.isEmpty else { throw wrong(name, "must be a list of some of: \(known)") }
        return Set(channels)
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ broadcast: Broadcast) {
        object { json in
            json.field("id", broadcast.id)
            json.field("title", broadcast.words.title)
            json.field("title_ta", broadcast.words.title_ta)
            json.field("description", broadcast.words.description)
            json.field("description_ta", broadcast.words.description_ta)
            json.key("target")
            json.raw(broadcast.target)
            json.key("channels")
            json.array(broadcast.channels) { $0.value($1.rawValue) }
            json.field("status", broadcast.status.rawValue)
            json.field("starts_at", broadcast.startsAt)
            json.field("recipients", broadcast.recipients)
            json.field("told", broadcast.told)
            json.key("messages")
            json.object { json in
                json.field("waiting", broadcast.messages.waiting)
                json.field("sent", broadcast.messages.sent)
                json.field("withheld", broadcast.messages.withheld)
                json.field("dead", broadcast.messages.dead)
                json.field("repeats", broadcast.messages.repeats)
            }
            json.field("created_at", broadcast.createdAt)
            json.field("finished_at", broadcast.finishedAt)
        }
    }
}
