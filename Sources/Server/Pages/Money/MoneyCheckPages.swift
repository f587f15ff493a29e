import Foundation
import HTTPTypes
import Hummingbird
import Marketplace

/// Money that a person should look at: what doesn't agree with the gateway, the ledger or a statement, and what to do.
struct MoneyCheckPages: Sendable {
    let payments: Payments

    var routes: [Route] {
        [
            .page(.get, "/admin/money", for: .admins, show),
            .page(.post, "/admin/money/seen", for: .admins, seen),
        ]
    }

    /// More would be read by nobody at once.
    private static let mostRows = 100

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let found = try await payments.oddities()
        let faults = try await payments.ledgerFaults()
        let view = OddityView(formats: Formats(page.words))
        var model: [String: Any] = [
            "oddities": found.prefix(Self.mostRows).map(view.row), "has_oddities": !found.isEmpty,
            "faults": Array(faults.prefix(Self.mostRows)), "has_faults": !faults.isEmpty,
        ]
        if found.count > Self.mostRows {
            model["more"] = page.words.text("money.more", ["count": view.formats.number(found.count - Self.mostRows)])
        }
        return try page.render(AdminTab.money, model)
    }

    /// An admin has found on the operator's statement what a centre said had come there.
    @Sendable func seen(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let list = LocalPath(AdminTab.money.path) ?? .home
        guard let id = Int64(page.form["payment"]) else { return page.redirect(to: list) }
        let payment = try await payments.payment(id, for: context.user)
        guard payment.status == .captured, payment.method != .razorpay, let reference = payment.txn_id else {
            return page.redirect(to: list)
        }
        _ = try await payments.confirm(id, BankReference(reference), by: context.actor)
        return page.redirect(to: list, done: "money.seen")
    }
}

/// How the list shows something odd; `money.kind.<kind>` is what it is called, `money.todo.<kind>` what to do next.
struct OddityView {
    let formats: Formats

    private static let ofGateway: Set<String> = ["status", "received", "refunded", "currency"]
    private static let inPaise: Set<String> = ["received", "refunded", "refund_by_hand", "refund_failed", "unseen"]

    func row(_ oddity: PaymentOddity) -> [String: Any] {
        let words = formats.words
        var row: [String: Any] = [
            "at": formats.dateAndTime(oddity.since), "machine_at": formats.machineTime(oddity.since),
            // What has no words yet is shown as it is called in the database.
            "kind": words.find("money.kind.\(oddity.kind)") ?? oddity.kind,
            "todo": words.find("money.todo.\(oddity.kind)") ?? words.text("money.todo.other"),
        ]
        if Self.ofGateway.contains(oddity.kind) {
            row["sides"] = ["ours": value(oddity.ours, oddity.kind), "theirs": value(oddity.theirs, oddity.kind)]
        } else {
            if Self.inPaise.contains(oddity.kind) { row["amount"] = value(oddity.ours, oddity.kind) }
            if let theirs = oddity.theirs, theirs != "-" { row["mark"] = theirs }
        }
        if let booking = oddity.booking_id {
            let place = oddity.refund_id.map { "#refund-\($0)" } ?? ""
            row["booking"] = [
                "href": MoneyPages.path(booking).text + place, "reference": oddity.bookingReference ?? String(booking),
            ]
        }
        if oddity.kind == "unseen", let payment = oddity.payment_id { row["unseen"] = ["payment": String(payment)] }
        return row
    }

    private func value(_ text: String?, _ kind: String) -> String {
        guard let text, text != "-" else { return "–" }
        if Self.inPaise.contains(kind) { return Int64(text).map { formats.rupees(paise: $0) } ?? text }
        return formats.words.find("payments.state.\(text)") ?? formats.words.find("payments.status.\(text)") ?? text
    }
}
