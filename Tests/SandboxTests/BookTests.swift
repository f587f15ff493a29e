import Foundation
import Testing

@testable import Sandbox

/// The sandbox's book outlives its process.
struct BookTests {
    private func order(_ receipt: String, on book: Book) async throws -> Order {
        try await book.createOrder(
            NewOrder(amount: 5_000, currency: "INR", receipt: receipt, notes: nil, payment_capture: nil))
    }

    @Test func `a book that is opened again is the same, keys and undelivered events included`() async throws {
        try await withFolder { folder in
            let (before, payment) = try await RunningSandbox.with(folder: folder) { running in
                let order = try await order("one", on: running.book)
                let payment = try await running.book.pay(order.id, .paid)
                _ = try await running.book.capture(payment.id, amount: 5_000)
                let new = NewRefund(amount: 1_000, notes: Notes(["a": "b"]), receipt: nil, speed: "normal")
                #expect(try await running.book.begin("0123456789", payment.id, new) == nil)
                _ = try await running.book.refund(payment.id, new, key: "0123456789", status: .processed)
                return (await running.book.contents, payment.id)
            }
            try await RunningSandbox.with(folder: folder) { running in
                let after = await running.book.contents
                #expect(Wire.encode(after.orders.all) == Wire.encode(before.orders.all))
                #expect(Wire.encode(after.payments.all) == Wire.encode(before.payments.all))
                #expect(Wire.encode(after.refunds.all) == Wire.encode(before.refunds.all))
                #expect(after.events.all.map(\.body) == before.events.all.map(\.body))
                #expect(after.events.all.count == 5 && after.events.all.allSatisfy { !$0.isEnded })
                let new = NewRefund(amount: 1_000, notes: Notes(["a": "b"]), receipt: nil, speed: "normal")
                let again = try await running.book.begin("0123456789", payment, new)
                #expect(again?.id == after.refunds.all[0].id)
            }
        }
    }

    @Test func `a line that was cut off is as if it had never been begun`() async throws {
        try await withFolder { folder in
            try await RunningSandbox.with(folder: folder) { running in
                for receipt in ["one", "two"] { _ = try await order(receipt, on: running.book) }
            }
            let file = folder + "/" + Journal.fileName
            let handle = try #require(FileHandle(forUpdatingAtPath: file))
            try handle.truncate(atOffset: try handle.seekToEnd() - 20)
            try handle.close()
            try await RunningSandbox.with(folder: folder) { running in
                #expect(await running.book.contents.orders.all.map(\.receipt) == ["one"])
                _ = try await order("two", on: running.book)
            }
            #expect(try Journal.open(in: folder).entries.flatMap(\.orders).map(\.receipt) == ["one", "two"])
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `a book that another sandbox writes into isn't opened`() async throws {
        try await withFolder { folder in
            try await RunningSandbox.with(folder: folder) { _ in
                _ = #expect(throws: SandboxBookInUse.self) { try Journal.open(in: folder) }
            }
            #expect(try Journal.open(in: folder).entries.isEmpty)
        }
    }

    @Test func `a failed payment may succeed after all, a second one on a paid order may not be captured`() async throws
    {
        try await RunningSandbox.with { running in
            let book = running.book
            let order = try await order("one", on: book)
            let failed = try await book.pay(order.id, .failed)
            let other = try await book.pay(order.id, .paid)
            #expect(try await book.succeedLate(failed.id).status == .authorized)
            #expect(try await book.capture(failed.id, amount: 5_000).captured)
            await #expect(throws: Refused.self) { try await book.capture(other.id, amount: 5_000) }
            await #expect(throws: Refused.self) { try await book.pay(order.id, .paid) }
            #expect(try await book.lapse(other.id).status == .refunded)
            let names = await book.contents.events.all.map(\.name)
            #expect(
                names == [
                    "payment.failed", "payment.authorized", "payment.authorized", "payment.captured", "order.paid",
                    "refund.created", "refund.processed",
                ])
        }
    }

    @Test func `a pending refund that fails leaves the money where it was`() async throws {
        try await RunningSandbox.with { running in
            let book = running.book
            let order = try await order("one", on: book)
            let payment = try await book.pay(order.id, .paid)
            _ = try await book.capture(payment.id, amount: 5_000)
            let new = NewRefund(amount: nil, notes: nil, receipt: nil, speed: nil)
            let refund = try await book.refund(payment.id, new, key: nil, status: .pending)
            #expect(try await book.payment(payment.id).status == .refunded)
            #expect(try await book.settle(refund.id, .failed).status == .failed)
            #expect(try await book.payment(payment.id).status == .captured)
            #expect(try await book.payment(payment.id).amount_refunded == 0)
        }
    }

    @Test(arguments: [(0, "₹0.00"), (5, "₹0.05"), (33_000, "₹330.00"), (12_345_650, "₹1,23,456.50")])
    func `amounts are written as in India`(paise: Int, text: String) {
        #expect(CheckoutPage.rupees(paise: Int64(paise)) == text)
    }
}
