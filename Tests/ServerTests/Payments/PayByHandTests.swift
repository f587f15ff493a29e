import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// UPI links, cash and transfers: confirmed by those who have seen the money.
@Suite(.serialized, .payments) struct PayByHandTests {
    @Test func `a UPI link names whom, how much and for what, and its QR code says the same`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let opened = try await ground.opened(booking, "upi")
            let uri = try #require(opened.upi_uri)
            let receipt = try #require(uri.split(separator: "&").first { $0.hasPrefix("tr=") }?.dropFirst(3))
            #expect(uri.hasPrefix("upi://pay?pa=operator@bank&pn=Iron%20%26%20Co&tr=is"))
            #expect(uri.contains("&am=450.00&cu=INR&tn=Istri%20"))
            #expect(receipt.utf8.count <= 35 && receipt.utf8.allSatisfy { $0 < 0x80 })
            #expect(opened.qr_svg?.hasPrefix("<svg ") == true && opened.qr_svg?.hasSuffix("</svg>") == true)
            #expect(try await ground.opened(booking, "upi").id == opened.id, "the same again for another tab")
            #expect(opened.received_by == "platform")
        }
    }

    @Test func `a centre's own address takes the money to it`() async throws {
        try await PaymentGround.shared { ground in
            let (booking, centre) = (try await ground.bookings.booked(), ground.bookings.centre)
            let path = "/api/providers/\(centre)/upi-address"
            func set(_ body: [String: Any], as person: Person) async throws -> Reply {
                try await ground.server.send(.put, path, as: person, json: json(body))
            }
            for wrong in ["no at", "a@b", "x@", "@bank", "a b@bank", "ab@1bank", "ab@ba-nk"] {
                let reply = try await set(["vpa": wrong, "name": "Ravi"], as: ground.bookings.owner)
                try expectProblem(reply, 422, "invalid_parameter", field: "vpa")
            }
            let nameless = try await set(["vpa": "ravi@bank"], as: ground.bookings.owner)
            try expectProblem(nameless, 422, "invalid_parameter", field: "name")
            let stranger = try await ground.server.person(.provider)
            try expectProblem(try await set(["vpa": "mine@bank", "name": "Me"], as: stranger), 404, "unknown_provider")
            #expect(try await set(["vpa": "ravi@bank", "name": "ரவி 🔥"], as: ground.bookings.owner).status == 200)
            let opened = try await ground.opened(booking, "upi")
            #expect(opened.received_by == "provider" && opened.upi_uri?.contains("pa=ravi@bank&pn=%E0%AE%B0") == true)
            #expect(try await ground.confirm(opened.id, "412345678902").status == 200)
            try await ground.complete(booking)
            // It has the money, and owes the commission and the tax.
            #expect(try await ground.account("provider", booking) == 4_500 + 45)
            #expect(try await ground.account("customer", booking) == 0)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `a reference counts once, however it is typed`() async throws {
        try await PaymentGround.shared { ground in
            let first = try await ground.opened(try await ground.bookings.booked(), "upi")
            let second = try await ground.opened(try await ground.bookings.booked(at: .tomorrow(12)), "manual")
            for wrong in ["", "123", "a'b-c", "ரசீது எண்", String(repeating: "1", count: 41), "-1234"] {
                let reply = try await ground.confirm(first.id, wrong)
                try expectProblem(reply, 422, "invalid_parameter", field: "reference")
            }
            let paid = try await ground.confirm(first.id, " ab12 3456 7890 ")
            #expect(try paid.decode(PaymentBody.self).txn_id == "AB1234567890")
            #expect(try await ground.confirm(first.id, "AB1234567890").status == 200, "said again")
            try expectProblem(try await ground.confirm(second.id, "ab1234567890"), 409, "reference_used")
            try expectProblem(try await ground.confirm(first.id, "OTHER-1"), 409, "already_confirmed")
            #expect(try await ground.status(first.booking_id).payment == "paid")
            #expect(try await ground.status(second.booking_id).payment == "pending")
        }
    }

    @Test func `of many who confirm by one reference at once, one does`() async throws {
        try await PaymentGround.shared { ground in
            var payments: [Int64] = []
            for hour in 8..<16 {
                payments.append(
                    try await ground.opened(try await ground.bookings.booked(at: .tomorrow(hour)), "manual").id)
            }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for payment in payments {
                    group.addTask { try await ground.confirm(payment, "412345678901").status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200] + Array(repeating: 409, count: 7))
        }
    }

    @Test func `nobody is paid of what a centre alone says has come to the operator`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let payment = try await ground.opened(booking, "upi")
            #expect(try await ground.confirm(payment.id, "412345678904").status == 200)
            try await ground.complete(booking)
            func payOut() async throws -> Reply {
                try await ground.post(
                    "/api/admin/providers/\(ground.bookings.centre)/payouts", as: ground.bookings.admin,
                    ["amount_paise": 40_000, "reference": "N-\(booking)"])
            }
            try expectProblem(try await payOut(), 422, "payout_too_large", field: "amount_paise")
            #expect(
                try await ground.payments.oddities().contains { $0.kind == "unseen" && $0.payment_id == payment.id })
            let seen = try await ground.confirm(payment.id, "412345678904", as: ground.bookings.admin)
            #expect(seen.status == 200)
            #expect(try await payOut().status == 201)
        }
    }

    @Test func `only its centre and admins confirm`() async throws {
        try await PaymentGround.shared { ground in
            let payment = try await ground.opened(try await ground.bookings.booked(), "manual")
            let gateway = try await ground.opened(payment.booking_id)
            let customer = try await ground.confirm(payment.id, "CASH-1", as: ground.bookings.customer)
            try expectProblem(customer, 403, "forbidden")
            let stranger = try await ground.server.person(.provider)
            try expectProblem(try await ground.confirm(payment.id, "CASH-1", as: stranger), 404, "unknown_payment")
            try expectProblem(try await ground.confirm(gateway.id, "CASH-1"), 409, "not_confirmable")
            #expect(try await ground.confirm(payment.id, "CASH-1", as: ground.bookings.admin).status == 200)
            // What an admin has seen is in the operator's account.
            #expect(try await ground.account("bank", payment.booking_id) == 45_000)
        }
    }

    @Test func `a held booking that is paid by hand waits for its centre`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked("held")
            let payment = try await ground.opened(booking, "upi")
            #expect(try await ground.confirm(payment.id, "412345678903", as: ground.bookings.admin).status == 200)
            #expect(try await ground.status(booking) == PaymentGround.Standing("pending", "paid"))
        }
    }
}
