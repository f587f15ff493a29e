import Foundation
import HTTPTypes
import Hummingbird
import Marketplace

/// Offers: what runs, for everybody; all of them, made and changed, for admins.
struct OfferRoutes: Sendable {
    let offers: Offers

    var routes: [Route] {
        [
            Route(visitor: .get, "/api/offers", list).limited(by: .search),
            Route(.post, "/api/offers", for: .admins, create),
            Route(.patch, "/api/offers/{id}", for: .admins, change),
            Route(.delete, "/api/offers/{id}", for: .admins, remove),
        ]
    }

    @Sendable func list(_ request: Request, _ context: VisitorContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let isAdmin = context.user?.role == .admin
        let which = isAdmin ? try parameters.choice("status", default: Offers.Which.running) : .running
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let before = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        let page =
            isAdmin
            ? try await offers.list(which, before: before, limit: limit)
            : try await offers.running(for: context.user?.id, before: before, limit: limit)
        return Answer.json(capacity: 4096) {
            $0.writePage(page.items, next: page.next.map { Cursor.text([$0]) }) { $0.write($1, forAdmins: isAdmin) }
        }
    }

    @Sendable func create(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var fields = try await request.jsonBodyWithGeometry()
        let new = try NewOffer(&fields)
        let offer = try await offers.create(new, by: context.actor)
        var answer = Answer.json { $0.write(offer, forAdmins: true) }
        answer.status = .created
        return answer
    }

    @Sendable func change(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var fields = try await request.jsonBodyWithGeometry()
        let change = try OfferChange(&fields)
        let offer = try await offers.change(try id(context), change, by: context.actor)
        return Answer.json { $0.write(offer, forAdmins: true) }
    }

    @Sendable func remove(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await request.refuseMembers()
        try await offers.remove(try id(context), by: context.actor)
        return Response(status: .noContent)
    }

    private func id(_ context: SignedInContext) throws -> Int64 {
        guard let id = try context.request.id() else { throw OfferError.unknownOffer }
        return id
    }
}

extension JSONWriter {
    /// - Parameter forAdmins: With whom it is for, and how often it was used.
    fileprivate mutating func write(_ offer: Offer, forAdmins: Bool) {
        object { json in
            json.field("id", offer.id)
            json.field("title", offer.words.title)
            json.field("title_ta", offer.words.title_ta)
            json.field("description", offer.words.description)
            json.field("description_ta", offer.words.description_ta)
            json.field("code", offer.code)
            json.write(offer.discount)
            json.field("min_total_paise", offer.min_total_paise)
            json.field("per_person_limit", offer.person_limit)
            json.field("starts_at", offer.startsAt)
            json.field("ends_at", offer.endsAt)
            guard forAdmins else { return }
            json.key("target")
            json.raw(offer.target)
            json.field("total_limit", offer.total_limit)
            json.field("uses", offer.uses)
            json.field("created_at", offer.createdAt)
        }
    }

    private mutating func write(_ discount: Offer.Discount?) {
        var (percent, amount_paise, most_paise): (Int32?, Int64?, Int64?) = (nil, nil, nil)
        switch discount {
        case .percent(let value, let most): (percent, most_paise) = (value, most)
        case .amount_paise(let value): amount_paise = value
        case nil: break
        }
        field("discount_percent", percent)
        field("discount_paise", amount_paise)
        field("max_discount_paise", most_paise)
    }
}
