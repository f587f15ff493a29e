import Foundation
import Gateways
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// What admins see of money that doesn't agree, and do about it.
@Suite(.serialized) struct MoneyCheckPagesTests {
    private func paidByHand(_ ground: PaymentGround, _ method: String, _ reference: String) async throws -> Int64 {
        let booking = try await ground.bookings.booked()
        let payment = try await ground.opened(booking, method)
        try #require(try await ground.confirm(payment.id, reference).status == 200)
        return booking
    }

    @Test(arguments: Language.allCases)
    func `what must be given back by hand is listed until its reference is entered`(language: Language) async throws {
        try await PaymentGround.with { ground in
            let words = Site.current[language].words
            let desk = ground.bookings.browser(ground.bookings.admin, choosing: language)
            #expect(try await desk.open("/admin/money").text.contains(words.text("money.none")))
            let booking = try await paidByHand(ground, "manual", "CASH-1")
            _ = try await ground.post("/api/bookings/\(booking)/cancel", as: ground.bookings.customer, [:])
            let refund = try #require(try await ground.money(booking).refunds.first)
            let list = try await desk.open("/admin/money")
            #expect(list.text.contains(words.text("money.kind.refund_by_hand")))
            #expect(list.text.contains(words.text("money.todo.refund_by_hand")))
            let path = "/bookings/\(booking)/money"
            #expect(list.links(path) == ["\(path)#refund-\(refund.id)"])
            // Its centre has the money, and may say so too; the customer can't.
            let shop = try await ground.bookings.browser(ground.bookings.owner).open(path)
            #expect(shop.forms("\(path)/returned").count == 1)
            let own = try await ground.bookings.browser(ground.bookings.customer).open(path)
            #expect(own.forms("\(path)/returned").isEmpty)

            let form = try (try await desk.open(path)).form("\(path)/returned")
            let field = "returned_reference"
            let wrong = try await desk.submit(form, [field: "?"])
            #expect(wrong.status == 422 && wrong.error(of: field) == words.text("payments.field.\(field).wrong"))
            let used = try await desk.submit(form, [field: "CASH-1"])
            #expect(used.error(of: field) == words.text("payments.field.\(field).reference_used"))
            for _ in 0..<2 {
                let given = try await desk.submit(form, [field: "BACK-1"])
                #expect(given.text.contains(words.text("payments.done.returned")) && given.text.contains("BACK-1"))
                #expect(given.forms("\(path)/returned").isEmpty)
            }
            let money = try await ground.money(booking)
            #expect(money.refunds.map(\.status) == ["processed"] && money.refunding_paise == 0)
            #expect(try await desk.open("/admin/money").text.contains(words.text("money.none")))
            try await ground.expectSoundLedger()
        }
    }

    @Test func `another booking's refund isn't confirmed here`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await paidByHand(ground, "manual", "CASH-1")
            _ = try await ground.post("/api/bookings/\(booking)/cancel", as: ground.bookings.customer, [:])
            let other = try await ground.bookings.booked(at: .tomorrow(15))
            let desk = ground.bookings.browser(ground.bookings.admin)
            let form = try (try await desk.open("/bookings/\(booking)/money"))
                .form("/bookings/\(booking)/money/returned")
            let moved = WebForm(method: .post, action: "/bookings/\(other)/money/returned", fields: form.fields)
            let refused = try await desk.submit(moved, ["returned_reference": "BACK-1"])
            #expect(refused.status == 422)
            #expect(refused.text.contains(Site.current[.english].words.text("errors.unknown_refund")))
            #expect(try await ground.money(booking).refunds.map(\.status) == ["requested"])
        }
    }

    @Test func `what a centre says came to the operator is looked at by an admin`() async throws {
        try await PaymentGround.with { ground in
            let words = Site.current[.english].words
            let booking = try await paidByHand(ground, "upi", "412345678904")
            let desk = ground.bookings.browser(ground.bookings.admin)
            let list = try await desk.open("/admin/money")
            #expect(list.text.contains(words.text("money.kind.unseen")) && list.text.contains("412345678904"))
            #expect(list.text.contains("₹450") && list.links("/bookings/\(booking)/money").count == 1)
            let seen = try await desk.submit(try list.form("/admin/money/seen"))
            #expect(seen.text.contains(words.text("money.done.seen")))
            #expect(seen.text.contains(words.text("money.none")))
        }
    }

    @Test func `what the gateway says otherwise is shown in both versions`() async throws {
        try await PaymentGround.with { ground in
            let words = Site.current[.english].words
            let booking = try await ground.bookings.booked()
            let (_, id) = try await ground.paid(booking)
            try await ground.work()
            ground.gateway.change(id) { $0.amount_refunded_paise = 5_000 }
            try await ground.server.pool.execute(
                "UPDATE payments SET created_at = created_at - interval '10 minutes', checked_at = NULL")
            _ = try await ground.payments.checkDue()
            let list = try await ground.bookings.browser(ground.bookings.admin).open("/admin/money")
            #expect(list.text.contains(words.text("money.kind.refunded")))
            #expect(list.text.contains("₹0") && list.text.contains("₹50"))
            #expect(list.links("/bookings/\(booking)/money").count == 1)
        }
    }

    @Test func `a centre is paid what it has to get, once`() async throws {
        try await PaymentGround.with { ground in
            let words = Site.current[.english].words
            let desk = ground.bookings.browser(ground.bookings.admin)
            let empty = try await desk.open("/admin/payouts")
            #expect(empty.text.contains(words.text("payouts.none")))
            #expect(empty.text.contains(words.text("payouts.made_none")))
            let booking = try await ground.bookings.booked()
            _ = try await ground.paid(booking)
            try await ground.complete(booking)
            try await ground.work()

            let path = "/admin/payouts/\(ground.bookings.centre)"
            let list = try await desk.open("/admin/payouts")
            #expect(list.links(path) == [path] && list.text.contains("₹404.55"))
            let none = try await desk.open("/admin/payouts?q=zzzz")
            #expect(none.text.contains(words.text("payouts.not_found")))
            let form = try (try await desk.open(path)).form(path)
            #expect(form.fields["amount"] == "404.55")
            let much = try await desk.submit(form, ["amount": "405", "reference": "N-1234"])
            #expect(much.status == 422)
            #expect(much.error(of: "amount") == words.text("payouts.field.amount.payout_too_large"))
            #expect(try much.form(path).fields["reference"] == "N-1234")
            let silent = try await desk.submit(form, ["amount": "x"])
            #expect(silent.error(of: "amount") == words.text("payouts.field.amount.wrong"))
            #expect(silent.error(of: "reference") == words.text("payouts.field.reference.missing"))
            for _ in 0..<2 {
                let paid = try await desk.submit(form, ["amount": "400", "reference": "n-1234"])
                #expect(paid.text.contains(words.text("payouts.done.paid")), "\(paid.text)")
                #expect(paid.text.contains("N-1234") && paid.text.contains("₹4.55"))
            }
            // Back in the browser, and another amount from the form that has paid.
            let back = try await desk.submit(form, ["amount": "4", "reference": "N-5678"])
            let kept = try back.form(path)
            #expect(kept.fields["reference"] == "N-5678" && kept.fields["key"] != form.fields["key"])
            let used = try await desk.submit(try (try await desk.open(path)).form(path), ["reference": "N-1234"])
            #expect(used.error(of: "reference") == words.text("payouts.field.reference.reference_used"))
            let paid = try await ground.server.pool.query("SELECT sum(amount_paise)::bigint FROM provider_payouts")
            #expect(try paid[0].decode(Int64.self) == 40_000)
            #expect(try await desk.open("/admin/payouts").text.contains("N-1234"))
            #expect(try await desk.open("/admin/payouts/999999999").status == 404)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `nobody is paid of what wasn't seen on the account`() async throws {
        try await PaymentGround.with { ground in
            let words = Site.current[.english].words
            let booking = try await paidByHand(ground, "upi", "412345678904")
            try await ground.complete(booking)
            let desk = ground.bookings.browser(ground.bookings.admin)
            let path = "/admin/payouts/\(ground.bookings.centre)"
            let page = try await desk.open(path)
            #expect(page.forms(path).isEmpty && page.text.contains(words.text("payouts.nothing")))
            #expect(page.text.contains("₹404.55") && page.text.contains("₹450"))
            let balances = try await Ledger(pool: ground.server.pool).balances(named: nil, most: 10)
            #expect(balances.map(\.unseen_paise) == [45_000] && balances.map(\.balance_paise) == [40_455])
            _ = try await desk.submit(try (try await desk.open("/admin/money")).form("/admin/money/seen"))
            #expect(try await desk.open(path).forms(path).count == 1)
        }
    }

    @Test func `nobody is paid of what customers still owe`() async throws {
        try await PaymentGround.with { ground in
            let words = Site.current[.english].words
            let booking = try await ground.bookings.booked()
            try await ground.complete(booking)
            let desk = ground.bookings.browser(ground.bookings.admin)
            let path = "/admin/payouts/\(ground.bookings.centre)"
            let page = try await desk.open(path)
            #expect(page.forms(path).isEmpty && page.text.contains(words.text("payouts.unpaid_todo")))
            let ledger = Ledger(pool: ground.server.pool)
            let owed = try await ledger.balances(named: nil, most: 10)
            #expect(owed.map(\.balance_paise) == [40_455] && owed.map(\.unpaid_paise) == [40_455])
            func payOut(_ amount: Int64) async throws -> Reply {
                try await ground.post(
                    "/api/admin/providers/\(ground.bookings.centre)/payouts", as: ground.bookings.admin,
                    ["amount_paise": amount, "reference": "UTR-\(amount)"])
            }
            try expectProblem(try await payOut(1), 422, "payout_too_large", field: "amount_paise")
            // What is paid doesn't help what isn't.
            let other = try await ground.bookings.booked(at: .tomorrow(12))
            _ = try await ground.paid(other)
            try await ground.complete(other)
            #expect(try await ledger.balance(of: ground.bookings.centre).rest_paise == 40_455)
            try expectProblem(try await payOut(40_456), 422, "payout_too_large", field: "amount_paise")
            #expect(try await payOut(40_455).status == 201)
            // Paid in cash after all: the centre has it, and owes the commission.
            let cash = try await ground.opened(booking, "manual")
            #expect(try await ground.confirm(cash.id, "CASH-1").status == 200)
            let balance = try await ledger.balance(of: ground.bookings.centre)
            #expect(balance.balance_paise == -4_545 && balance.unpaid_paise == 0)
            try await ground.expectSoundLedger()
        }
    }
}
