import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// Changing an offer: all of it but the code and what it takes off, of which people were told.
struct OfferEditPages: Sendable {
    let offers: Offers
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/admin/offers/{id}", for: .admins, show),
            .page(.post, "/admin/offers/{id}", for: .admins, formLimit: TargetForm.mostBytes, save),
        ]
    }

    private var form: TargetedForm {
        TargetedForm(template: "offers/edit", further: OfferForm.termFields, catalogue: catalogue)
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let offer = try await offer(context)
        return try await form.show(context.page, typed: OfferForm.typed(offer), Self.model(offer, context.page))
    }

    @Sendable func save(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let offer = try await offer(context)
        let seen = Int64(page.form["revision"])
        // A form in which a field is wrong is still about what its owner has seen.
        var model = Self.model(offer, page)
        model["revision"] = page.form["revision"]
        return try await form.answer(
            page, model, read: { try OfferForm.change(of: offer, &$0, page.form) }
        ) { change in
            // Sent twice there is nothing to change any more.
            if !change.isEmpty {
                guard seen == offer.revision else { return try await refuse(offer, page) }
                do {
                    _ = try await offers.change(offer.id, change, if: seen, by: context.actor)
                } catch OfferError.changedMeanwhile {
                    return try await refuse(try await self.offer(context), page)
                }
            }
            return page.redirect(to: LocalPath(AdminTab.offers.path) ?? .home, done: "offers.changed")
        }
    }

    private func offer(_ context: PersonalPageContext) async throws -> Offer {
        guard let id = try context.page.request.id() else { throw OfferError.unknownOffer }
        return try await offers.offer(id)
    }

    /// Somebody else was first. What was typed is kept; sent once more, it takes the place of what is there now.
    private func refuse(_ offer: Offer, _ page: PageContext) async throws -> Response {
        var model = Self.model(offer, page)
        model["is_conflict"] = true
        return try await form.refuse(page, [], model, OfferError.changedMeanwhile)
    }

    private static func model(_ offer: Offer, _ page: PageContext) -> [String: Any] {
        OfferPages.row(offer, Formats(page.words)).merging(["revision": String(offer.revision)]) { $1 }
    }
}
