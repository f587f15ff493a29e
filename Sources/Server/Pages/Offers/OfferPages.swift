import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// Offers as admins make them, see how they are used, and take them away.
struct OfferPages: Sendable {
    let offers: Offers
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/admin/offers", for: .admins, list),
            .page(.get, "/admin/offers/new", for: .admins, show),
            .page(.post, "/admin/offers/new", for: .admins, formLimit: TargetForm.mostBytes, create),
            .page(.post, "/admin/offers/{id}/remove", for: .admins, remove),
        ]
    }

    private static let template = "offers/new"
    private static let names =
        FormReader.offerWords + TargetForm.names + [
            "code", "discount_percent", "discount", "max_discount", "min_total", "total_limit", "per_person_limit",
            "starts_at", "ends_at",
        ]
    /// In seconds: the same offer once more within this time is a second click.
    static let sameClick: TimeInterval = 600

    @Sendable func list(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let before = AdminPaging.after(page)
        let found = try await offers.list(.all, before: before, limit: AdminPaging.length)
        let formats = Formats(page.words)
        var model: [String: Any] = [
            "offers": found.items.map { Self.row($0, formats) }, "has_offers": !found.items.isEmpty,
        ]
        AdminPaging.add(to: &model, .offers, [], next: found.next, isFirst: before == nil)
        return try page.render(AdminTab.offers, model)
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let form = FormView("offers", context.page.words).model(Self.names)
        return try context.page.render(
            Self.template, form.merging(try await model(context.page, typed: FormBody())) { $1 })
    }

    @Sendable func create(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        var form = FormReader(page.form)
        let new = try Self.read(&form, page.form)
        func refuse(_ error: (any Error)? = nil) async throws -> Response {
            try page.refuse(
                Self.template, prefix: "offers", names: Self.names, problems: form.problems, error: error,
                model: try await model(page, typed: page.form))
        }
        guard form.isFine, let new else { return try await refuse() }
        do {
            let latest = try await offers.list(.all, before: nil, limit: 5).items
            let isThere = latest.contains {
                $0.words == new.words && $0.code == new.code && -$0.createdAt.timeIntervalSinceNow < Self.sameClick
            }
            if !isThere { _ = try await offers.create(new, by: context.actor) }
            return page.redirect(to: LocalPath(AdminTab.offers.path) ?? .home, done: "offers.created")
        } catch let refusal as GeometryRefusal {
            TargetForm.note(refusal, &form)
            return try await refuse()
        } catch let error as OfferError {
            guard let field = TargetForm.field(of: error) else { return try await refuse(error) }
            form.note(field, "wrong")
            return try await refuse()
        }
    }

    @Sendable func remove(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        guard let id = try context.page.request.id() else { throw OfferError.unknownOffer }
        do {
            try await offers.remove(id, by: context.actor)
        } catch OfferError.unknownOffer {
            // Sent twice it is gone already.
        }
        return context.page.redirect(to: LocalPath(AdminTab.offers.path) ?? .home, done: "offers.removed")
    }

    private static func read(_ form: inout FormReader, _ body: FormBody) throws -> NewOffer? {
        let words = try form.offerWords()
        let target = try TargetForm.read(&form, body)
        let code = try form.read { try $0.offerCode("code") }
        let discount = try discount(&form, body, hasCode: code != nil)
        let min_total = form.paise("min_total", body, in: BodyFields.offerAmounts)
        let total_limit = try form.read { try $0.integer("total_limit", in: 1...1_000_000_000) }
        let person_limit = try form.read { try $0.integer("per_person_limit", in: 1...1_000_000_000) }
        let startsAt = try form.read { try $0.time("starts_at") }
        let endsAt = try form.read { try $0.time("ends_at") }
        if let endsAt, endsAt <= startsAt ?? Date() { form.note("ends_at", "order") }
        guard let words, let target else { return nil }
        var new = NewOffer(words: words, target: target)
        (new.code, new.discount, new.min_total_paise) = (code, discount, min_total ?? 0)
        (new.total_limit, new.person_limit) = (total_limit.map(Int32.init), person_limit.map(Int32.init))
        (new.startsAt, new.endsAt) = (startsAt, endsAt)
        return new
    }

    private static func discount(
        _ form: inout FormReader, _ body: FormBody, hasCode: Bool
    ) throws -> Offer.Discount? {
        let percent = try form.read { try $0.integer("discount_percent", in: 1...100) }
        let amount = form.paise("discount", body, in: 1...BodyFields.offerAmounts.upperBound)
        let most = form.paise("max_discount", body, in: 1...BodyFields.offerAmounts.upperBound)
        guard hasCode else {
            if percent != nil || amount != nil || most != nil { form.note("code", "needed") }
            return nil
        }
        switch (percent, amount) {
        case (let percent?, nil): return .percent(Int32(percent), most_paise: most)
        case (nil, let amount?): return .amount_paise(amount)
        default:
            form.note("discount_percent", "one")
            return nil
        }
    }

    private func model(_ page: PageContext, typed: FormBody) async throws -> [String: Any] {
        TargetForm.model(page, try await catalogue.districts(), typed: typed).merging(AdminTab.offers.model(page.words))
        {
            $1
        }
    }

    private static func row(_ offer: Offer, _ formats: Formats) -> [String: Any] {
        let words = formats.words
        var row: [String: Any] = [
            "id": String(offer.id), "title": Named(offer.words.title(in: formats.language), in: formats.language).model,
            "target": TargetForm.label(offer.target, words), "uses": formats.number(Int(offer.uses)),
            "from": formats.dateAndTime(offer.startsAt),
            "state": [
                "label": words.text(offer.isRunning() ? "offers.state.running" : "offers.state.not_running"),
                "tone": offer.isRunning() ? "ok" : "plain",
            ],
        ]
        if let code = offer.code { row["code"] = code }
        if let ends = offer.endsAt { row["to"] = formats.dateAndTime(ends) }
        if let limit = offer.total_limit { row["limit"] = formats.number(Int(limit)) }
        switch offer.discount {
        case .percent(let percent, _): row["discount"] = "\(percent)%"
        case .amount_paise(let amount): row["discount"] = formats.rupees(paise: amount)
        case nil: break
        }
        return row
    }
}
