import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Postgres

/// What centres have to get, and what they were paid. The payment itself is made at the bank; here it is written down.
struct PayoutPages: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            .page(.get, "/admin/payouts", for: .admins, list),
            .page(.get, "/admin/payouts/{id}", for: .admins, show),
            .page(.post, "/admin/payouts/{id}", for: .admins, pay),
        ]
    }

    private static let template = "payouts/centre"
    private static let names = ["amount", "reference"]
    private static let mostCentres = 100

    private var ledger: Ledger { Ledger(pool: pool) }

    @Sendable func list(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let before = AdminPaging.after(page)
        let name = page.query.text("q")
        let centres = try await ledger.balances(named: name, most: Self.mostCentres + 1)
        let paid = try await ledger.payouts(to: nil, before: before, limit: AdminPaging.length)
        let view = PayoutView(formats: Formats(page.words))
        var model: [String: Any] = [
            "q": name ?? "", "is_filtered": name != nil,
            "centres": centres.prefix(Self.mostCentres).map(view.row), "has_centres": !centres.isEmpty,
            "payouts": paid.items.map(view.row), "has_payouts": !paid.items.isEmpty,
        ]
        if centres.count > Self.mostCentres { model["is_cut"] = true }
        var fields: [(name: String, value: String)] = []
        if let name { fields.append(("q", name)) }
        AdminPaging.add(to: &model, .payouts, fields, next: paid.next, isFirst: before == nil)
        return try page.render(AdminTab.payouts, model)
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let balance = try await balance(context)
        let rest = balance.rest_paise > 0 ? OffersForm.rupees(balance.rest_paise) : ""
        let form = FormView("payouts", context.page.words, typed: FormBody([("amount", rest)])).model(Self.names)
        return try context.page.render(
            Self.template, form.merging(try await model(balance, context.page)) { $1 })
    }

    @Sendable func pay(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let balance = try await balance(context)
        var form = FormReader(page.form)
        let typed = page.form["amount"].trimmingCharacters(in: .whitespaces)
        let amount = OffersForm.paise(typed, most: 1_000_000_000_000) ?? 0
        if amount <= 0 { form.note("amount", typed.isEmpty ? "missing" : "wrong") }
        let reference = try Self.reference(&form)
        if form.isFine, let reference {
            do {
                try await payOnce(balance.provider_id, amount, reference, context)
                return page.redirect(to: Self.path(balance.provider_id), done: "payouts.paid")
            } catch PaymentError.payoutTooLarge {
                form.note("amount", "payout_too_large")
            } catch PaymentError.referenceUsed {
                form.note("reference", "reference_used")
            } catch let error as IdempotencyError {
                // Another amount from a form that has paid already, or a second click while the first is under way.
                let isSpent = error == .keyReused
                return try page.refuse(
                    Self.template, prefix: "payouts", names: Self.names, problems: form.problems, error: error,
                    model: try await model(balance, page, key: isSpent ? BookingWish.newKey() : nil))
            }
        }
        return try page.refuse(
            Self.template, prefix: "payouts", names: Self.names, problems: form.problems,
            model: try await model(balance, page))
    }

    /// A second click of the same form pays nothing again.
    private func payOnce(
        _ provider: Int64, _ amount_paise: Int64, _ reference: BankReference, _ context: PersonalPageContext
    ) async throws {
        let form = context.page.form
        let once = IdempotentRequest(
            user_id: context.user.id, key: BookingWish.key(form["key"]) ?? BookingWish.newKey(), method: "POST",
            path: context.page.address.path, body: Data("\(form["amount"])\n\(form["reference"])".utf8))
        // Refusals aren't kept: another amount is paid with the same key.
        _ = try await once.answerOnce(on: pool, refusal: { _ in nil }) { transaction in
            _ = try await ledger.payOut(
                to: provider, amount_paise: amount_paise, reference, by: context.actor, on: transaction)
            return StoredAnswer(status: 303, location: Self.path(provider).text, body: [])
        }
    }

    private static func path(_ provider: Int64) -> LocalPath {
        LocalPath("\(AdminTab.payouts.path)/\(provider)") ?? .home
    }

    private static func reference(_ form: inout FormReader) throws -> BankReference? {
        guard let typed = try form.require("reference", { try $0.line($1, length: 1...80) }) else { return nil }
        guard let reference = try? BankReference(typed) else {
            form.note("reference", "wrong")
            return nil
        }
        return reference
    }

    private func balance(_ context: PersonalPageContext) async throws -> CentreBalance {
        guard let id = try context.page.request.id() else { throw PaymentError.unknownProvider }
        return try await ledger.balance(of: id)
    }

    /// - Parameter key: In place of the one that was sent.
    private func model(
        _ balance: CentreBalance, _ page: PageContext, key: String? = nil
    ) async throws -> [String: Any] {
        let before = AdminPaging.after(page)
        let paid = try await ledger.payouts(to: balance.provider_id, before: before, limit: AdminPaging.length)
        let view = PayoutView(formats: Formats(page.words))
        let path = Self.path(balance.provider_id)
        var model = view.row(balance).merging([
            "payouts": paid.items.map(view.row), "has_payouts": !paid.items.isEmpty, "action": path.text,
            "key": key ?? BookingWish.key(page.form["key"]) ?? BookingWish.newKey(),
        ]) { $1 }
        if let next = paid.next { model["pagination"] = ["next_href": "\(path.text)?after=\(next)"] }
        if before != nil { model["first_href"] = path.text }
        return model
    }
}

/// How pages write what centres have to get, and were paid.
struct PayoutView {
    let formats: Formats

    func row(_ balance: CentreBalance) -> [String: Any] {
        var row: [String: Any] = [
            "href": "\(AdminTab.payouts.path)/\(balance.provider_id)",
            "centre_href": "/admin/centres/\(balance.provider_id)",
            "name": Named(balance.center_name, in: formats.language).model,
            "balance": formats.rupees(paise: balance.balance_paise),
            "rest": formats.rupees(paise: max(0, balance.rest_paise)), "can_pay": balance.rest_paise > 0,
        ]
        if balance.unseen_paise > 0 { row["unseen"] = formats.rupees(paise: balance.unseen_paise) }
        if balance.unpaid_paise > 0 { row["unpaid"] = formats.rupees(paise: balance.unpaid_paise) }
        return row
    }

    func row(_ payout: Payout) -> [String: Any] {
        var row: [String: Any] = [
            "at": formats.dateAndTime(payout.madeAt), "machine_at": formats.machineTime(payout.madeAt),
            "to": Named(payout.center_name, in: formats.language).model,
            "to_href": "\(AdminTab.payouts.path)/\(payout.provider_id)",
            "amount": formats.rupees(paise: payout.amount_paise), "reference": payout.reference,
        ]
        if let name = payout.madeBy { row["by"] = Named(name, in: formats.language).model }
        return row
    }
}
