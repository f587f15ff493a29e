import Foundation
import Jobs
import Postgres
import TestSupport
import Testing

@testable import Marketplace

struct CreditNoteTests {
    @Test func `a whole refund takes back each head of tax; the note names its invoice`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let booking = try await ground.booking(
                at: try await ground.centre(), prices: [45_000, 20_000], total: 60_000)
            let invoice = try await ground.issued(booking)
            let note = try await ground.corrected(try await ground.refund(booking, 60_000, reason: "மீண்டும் சூடாகவில்லை"))
            #expect(note.kind == .creditNote && note.serial.hasPrefix("CN/") && note.serial.hasSuffix("/000001"))
            #expect(note.corrected?.serial == invoice.serial && note.reason == "மீண்டும் சூடாகவில்லை")
            #expect(note.total_paise == 60_000 && note.taxable_paise == invoice.taxable_paise)
            #expect(note.cgst_paise == invoice.cgst_paise && note.sgst_paise == invoice.sgst_paise)
            // The booking's invoice stays that.
            #expect(try await ground.invoices.issue(bookingID: booking) == invoice.id)
        }
    }

    @Test func `parts add up to the whole, and nothing is taken beyond it`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let booking = try await ground.booking(
                at: try await ground.centre(), prices: [33_333, 1, 66_667], total: 99_001, fee: 777)
            let invoice = try await ground.issued(booking)
            var notes: [Invoice] = []
            for part in [1, 33_333, 12_345, 99_778 - 1 - 33_333 - 12_345] as [Int64] {
                let refund = try await ground.refund(booking, part)
                notes.append(try await ground.corrected(refund))
                // Done again, it is the same.
                #expect(try await ground.invoices.issueCorrection(refundID: refund) == notes.last?.id)
            }
            #expect(notes.reduce(0) { $0 + $1.total_paise } == invoice.total_paise)
            #expect(notes.reduce(0) { $0 + $1.taxable_paise } == invoice.taxable_paise)
            #expect(notes.reduce(0) { $0 + $1.cgst_paise } == invoice.cgst_paise)
            #expect(try await ground.numbers(kind: "credit_note") == [1, 2, 3, 4])
            let above = try await ground.refund(booking, 1)
            await #expect(throws: PermanentFailure.self) { try await ground.invoices.issueCorrection(refundID: above) }
        }
    }

    @Test func `a whole refund takes back the rounding, and parts their share of it`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let centre = try await ground.centre()
            let whole = try await ground.booking(at: centre, prices: [29_900], total: 25_400, roundOff: -15)
            let invoice = try await ground.issued(whole)
            let note = try await ground.corrected(try await ground.refund(whole, 25_400))
            #expect(note.roundOff_paise == -15 && note.total_paise == 25_400)
            #expect(note.taxable_paise == invoice.taxable_paise && note.cgst_paise == invoice.cgst_paise)
            let booking = try await ground.booking(at: centre, prices: [29_900], total: 25_400, roundOff: -15)
            _ = try await ground.issued(booking)
            var rounded: [Int64] = []
            for part in [10_000, 15_400] as [Int64] {
                let note = try await ground.corrected(try await ground.refund(booking, part))
                #expect(note.total_paise == part)
                rounded.append(note.roundOff_paise)
            }
            #expect(rounded == [-5, -10])
        }
    }

    @Test func `a note about nothing but the rounding still names what was repaired`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let booking = try await ground.booking(
                at: try await ground.centre(), prices: [150], total: 100, roundOff: 50)
            _ = try await ground.issued(booking)
            _ = try await ground.corrected(try await ground.refund(booking, 99))
            let note = try await ground.corrected(try await ground.refund(booking, 1))
            #expect(note.roundOff_paise == 1 && note.total_paise == 1 && note.taxable_paise == 0)
            #expect(note.lines.map(\.total_paise) == [0])
        }
    }

    @Test func `a receipt is corrected by a refund receipt`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let booking = try await ground.booking(at: try await ground.centre(gstin: nil))
            _ = try await ground.issued(booking)
            let note = try await ground.corrected(try await ground.refund(booking, 10_000))
            #expect(note.kind == .refundReceipt && note.serial.hasPrefix("RR/") && note.cgst_paise == 0)
        }
    }

    @Test func `what was paid too much, or was never invoiced, is corrected by nothing`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let centre = try await ground.centre()
            let booking = try await ground.booking(at: centre)
            _ = try await ground.issued(booking)
            let twice = try await ground.refund(booking, 45_000, cause: "overpaid")
            #expect(try await ground.invoices.issueCorrection(refundID: twice) == nil)
            let called = try await ground.booking(at: centre, status: "cancelled")
            let refund = try await ground.refund(called, 45_000)
            #expect(try await ground.invoices.issueCorrection(refundID: refund) == nil)
            #expect(try await ground.invoices.issueCorrection(refundID: 999_999) == nil)
        }
    }

    @Test func `a refund from before the invoice is corrected once there is one`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let booking = try await ground.booking(at: try await ground.centre())
            let refund = try await ground.refund(booking, 5000)
            #expect(try await ground.invoices.issueCorrection(refundID: refund) == nil)
            _ = try await ground.issued(booking)
            let jobs = try await pool.query(
                "SELECT (payload->>'refundID')::bigint FROM jobs WHERE kind = 'issue_credit_note' ORDER BY id DESC LIMIT 1"
            )
            #expect(try jobs.first?.decode(Int64.self) == refund)
            #expect(try await ground.corrected(refund).total_paise == 5000)
        }
    }
}
