import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// A centre with all that an approval rests on, and the decision about it.
struct CentreReviewPages: Sendable {
    let providers: Providers

    var routes: [Route] {
        [
            .page(.get, "/admin/centres/{id}", for: .admins, show),
            .page(.get, "/admin/centres/{id}/decide", for: .admins, ask),
            .page(.post, "/admin/centres/{id}/decide", for: .admins, decide),
        ]
    }

    private static let template = "admin/decide"

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let review = try await CentreReview.find(try id(page), for: context.user, by: providers)
        var model = try await review.whole(AdminView(page), providers, for: context.user)
        model["decisions"] = CentreDecision.possible(for: review.record).map { decision in
            [
                "label": page.words.text("admin.decide.\(decision.rawValue)"), "is_approval": decision.isApproval,
                "href": "/admin/centres/\(review.record.centre.id)/decide?"
                    + FormBody([("decision", decision.rawValue), ("revision", String(review.record.revision))]).encoded,
            ] as [String: Any]
        }
        return try page.render("admin/centre", model)
    }

    /// The step before it counts.
    @Sendable func ask(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let review = try await CentreReview.find(try id(page), for: context.user, by: providers)
        guard let decision: CentreDecision = page.query.choice("decision"),
            CentreDecision.possible(for: review.record).contains(decision)
        else { return page.redirect(to: Self.path(review.record.centre.id)) }
        let form = FormView("admin", page.words, typed: page.query.form).model(["reason"])
        var model = form.merging(model(review, decision, page)) { $1 }
        // Another one than was looked at: it is said, and what is shown now is what counts.
        let seen = page.query.text("revision")
        if let seen, seen != String(review.record.revision) {
            model["refusal"] = page.words.text("admin.decide.changed")
        }
        return try page.render(Self.template, model)
    }

    @Sendable func decide(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let id = try id(page)
        let review = try await CentreReview.find(id, for: context.user, by: providers)
        var form = FormReader(page.form)
        let decision = try form.require("decision") { try $0.choice($1, CentreDecision.self) }
        let revision = try form.require("revision") { try $0.text($1) }.flatMap { Int64($0) }
        var reason: String?
        if let decision, !decision.isApproval {
            reason = try form.require("reason") { try $0.text($1, length: 1...500) }
        }
        guard let decision, let revision else { return page.redirect(to: Self.path(id)) }
        let shown = model(review, decision, page)
        guard form.isFine else {
            return try page.refuse(
                Self.template, prefix: "admin", names: ["reason"], problems: form.problems, model: shown)
        }
        do {
            try await providers.decide(
                decision.made(because: reason ?? ""), on: id, if: .oneOf([revision]), by: context.actor)
        } catch {
            return try page.refuse(Self.template, prefix: "admin", names: ["reason"], error: error, model: shown)
        }
        return page.redirect(to: Self.path(id), done: "admin.centre_\(decision.rawValue)")
    }

    private func model(_ review: CentreReview, _ decision: CentreDecision, _ page: PageContext) -> [String: Any] {
        let words = page.words
        let path = "/admin/centres/\(review.record.centre.id)"
        var model = review.facts(AdminView(page))
        model["title"] = words.text("admin.decide.\(decision.rawValue)")
        model["consequence"] = words.text("admin.consequence.\(decision.rawValue)")
        model["action"] = path + "/decide"
        model["back_href"] = path
        model["decision"] = decision.rawValue
        model["revision"] = String(review.record.revision)
        model["asks_reason"] = !decision.isApproval
        return model
    }

    private func id(_ page: PageContext) throws -> Int64 {
        guard let id = try page.request.id() else { throw ProviderError.unknownProvider }
        return id
    }

    private static func path(_ id: Int64) -> LocalPath { LocalPath("/admin/centres/\(id)") ?? .home }
}

/// What an admin may decide about a centre as it stands.
enum CentreDecision: String, CaseIterable, Sendable {
    case approve
    /// What its owner has changed since the approval.
    case accept
    case reject, suspend

    var isApproval: Bool { self == .approve || self == .accept }

    static func possible(for record: ProviderRecord) -> [CentreDecision] {
        switch CentreStatus(rawValue: record.centre.status) {
        case .pending: [.approve, .reject]
        case .approved: record.changedSinceApproval.isEmpty ? [.suspend] : [.accept, .suspend]
        case .rejected, .suspended: [.approve]
        case .inactive, nil: []
        }
    }

    func made(because reason: String) -> ProviderDecision {
        switch self {
        case .approve, .accept: .approve
        case .reject: .reject(reason: reason)
        case .suspend: .suspend(reason: reason)
        }
    }
}
