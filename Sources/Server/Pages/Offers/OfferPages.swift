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

    private var form: TargetedForm {
        TargetedForm(
            template: "offers/new", further: OfferForm.discountFields + OfferForm.termFields, catalogue: catalogue)
    }

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
        try await form.show(context.page, typed: FormBody())
    }

    @Sendable func create(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        return try await form.answer(page, read: { try OfferForm.new(&$0, page.form) }) { new in
            _ = try await offers.create(new, sameClick_s: FirstClick.limit_s, by: context.actor)
            return page.redirect(to: LocalPath(AdminTab.offers.path) ?? .home, done: "offers.created")
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

    /// What lists show of it.
    static func row(_ offer: Offer, _ formats: Formats) -> [String: Any] {
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
