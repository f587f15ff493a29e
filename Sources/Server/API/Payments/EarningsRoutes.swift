import Foundation
import Hummingbird
import Marketplace

/// What centres earn, and are paid.
struct EarningsRoutes: Sendable {
    let ledger: Ledger
    let payments: Payments

    var routes: [Route] {
        [
            Route(.get, "/api/providers/{id}/earnings", for: .providersAndAdmins, earnings),
            Route(
                .get, "/api/providers/{id}/statement", for: .providersAndAdmins, produces: [.applicationJson, .csv],
                statement),
            Route(.get, "/api/providers/{id}/upi-address", for: .providersAndAdmins, upiAddress),
            Route(.put, "/api/providers/{id}/upi-address", for: .providersAndAdmins, setUPIAddress),
            Route(.post, "/api/admin/providers/{id}/payouts", for: .admins, payOut),
            Route(.get, "/api/admin/payments/discrepancies", for: .admins, oddities),
        ]
    }

    @Sendable func earnings(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let month = try Self.month(request)
        let earnings = try await ledger.earnings(of: context.centre(), in: month, for: context.user)
        return Answer.json { json in json.object { $0.writeMembers(of: earnings) } }
    }

    @Sendable func statement(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let month = try Self.month(request)
        let statement = try await ledger.statement(of: context.centre(), in: month, for: context.user)
        if Accepting.wantsTable(request) {
            return Answer.csv(CSVWriter(statement), name: "statement-\(month)", nextCursor: nil)
        }
        var answer = Answer.json(capacity: 16_384) { json in
            json.object { json in
                json.writeMembers(of: statement.earnings)
                json.key("items")
                json.array(statement.lines) { json, line in json.write(line) }
                json.key("commission_invoice")
                if let invoice = statement.commissionInvoice {
                    json.write(invoice, of: statement.earnings)
                } else {
                    json.null()
                }
            }
        }
        answer.headers[.vary] = "Accept"
        return answer
    }

    @Sendable func upiAddress(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        return Self.answer(try await payments.upiAddress(of: context.centre(), for: context.user))
    }

    @Sendable func setUPIAddress(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let centre = try context.centre()
        var fields = try await request.jsonBody()
        let vpa = try fields.line("vpa", length: 1...256)
        let name = try fields.line("name", length: 1...100)
        try fields.refuseOthers()
        let payee = try vpa.map { vpa in
            guard let name else { throw fields.wrong("name", "is missing: it goes with 'vpa'") }
            return UPIPayee(vpa: vpa, name: name)
        }
        try await payments.setUPIAddress(of: centre, to: payee, for: context.user, by: context.actor)
        return Self.answer(payee)
    }

    private static func answer(_ payee: UPIPayee?) -> Response {
        Answer.json { json in
            json.object { json in
                json.field("vpa", payee?.vpa)
                json.field("name", payee?.name)
            }
        }
    }

    @Sendable func payOut(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let centre = try context.centre()
        return try await Idempotency(pool: payments.pool).answer(request, context) { fields, transaction in
            var fields = fields
            let amount = try fields.require("amount_paise") { try $0.integer($1, in: 1...1_000_000_000_000) }
            let reference = try fields.require("reference") { try $0.line($1, length: 1...80) }
            try fields.refuseOthers()
            let id = try await ledger.payOut(
                to: centre, amount_paise: amount, BankReference(reference), by: context.actor, on: transaction)
            return .created(at: "/api/providers/\(centre)/statement") { json in
                json.object { json in
                    json.field("id", id)
                    json.field("provider_id", centre)
                    json.field("amount_paise", amount)
                }
            }
        }
    }

    @Sendable func oddities(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let found = try await payments.oddities()
        let faults = try await payments.ledgerFaults()
        return Answer.json(capacity: 4096) { $0.write(found, ledgerFaults: faults) }
    }

    /// The present one by default.
    private static func month(_ request: Request) throws -> Month {
        var parameters = try QueryParameters(request)
        let text = parameters.text("month")
        try parameters.refuseOthers()
        guard let text else { return Month(Date()) }
        guard let month = Month(text) else {
            throw Problem.invalidParameter("month", "'month' must be a month as 2026-11.")
        }
        return month
    }
}

extension SignedInContext {
    fileprivate func centre() throws -> Int64 {
        guard let id = try request.id() else { throw PaymentError.unknownProvider }
        return id
    }
}

extension JSONWriter {
    fileprivate mutating func writeMembers(of earnings: Earnings) {
        field("provider_id", earnings.provider_id)
        field("month", earnings.month.description)
        field("bookings", earnings.bookings)
        field("gross_paise", earnings.gross_paise)
        field("commission_paise", earnings.commission_paise)
        field("commission_tax_paise", earnings.commissionTax_paise)
        field("net_paise", earnings.net_paise)
        field("tds_paise", earnings.tds_paise)
        field("tcs_paise", earnings.tcs_paise)
        field("received_paise", earnings.received_paise)
        field("paid_out_paise", earnings.paidOut_paise)
        field("opening_paise", earnings.opening_paise)
        field("closing_paise", earnings.closing_paise)
    }

    fileprivate mutating func write(_ line: Statement.Line) {
        object { json in
            json.field("entry_id", line.entry_id)
            json.field("posted_at", line.postedAt)
            json.field("kind", line.kind)
            json.field("booking_id", line.booking_id)
            json.field("booking_reference", line.bookingReference)
            json.field("gross_paise", line.gross_paise)
            json.field("commission_paise", line.commission_paise)
            json.field("commission_tax_paise", line.commissionTax_paise)
            json.field("tds_paise", line.tds_paise)
            json.field("tcs_paise", line.tcs_paise)
            json.field("received_paise", line.received_paise)
            json.field("paid_out_paise", line.paidOut_paise)
            json.field("change_paise", line.change_paise)
            json.field("balance_paise", line.balance_paise)
        }
    }

    fileprivate mutating func write(_ invoice: CommissionInvoice, of earnings: Earnings) {
        object { json in
            json.field("number", invoice.number)
            json.field("issued_at", invoice.issuedAt)
            json.field("taxable_paise", invoice.taxable_paise)
            json.field("cgst_paise", invoice.cgst_paise)
            json.field("sgst_paise", invoice.sgst_paise)
            json.field("igst_paise", invoice.igst_paise)
            json.field("total_paise", invoice.total_paise)
            json.field("href", "/api/providers/\(earnings.provider_id)/commission-invoices/\(earnings.month)")
        }
    }

    package mutating func write(_ found: [PaymentOddity], ledgerFaults faults: [String]) {
        object { json in
            json.key("items")
            json.array(found) { json, item in json.write(item) }
            json.key("ledger_faults")
            json.array(faults) { json, fault in json.value(fault) }
        }
    }

    private mutating func write(_ item: PaymentOddity) {
        object { json in
            json.field("kind", item.kind)
            json.field("since", item.since)
            json.field("payment_id", item.payment_id)
            json.field("booking_id", item.booking_id)
            json.field("refund_id", item.refund_id)
            json.field("ours", item.ours)
            json.field("theirs", item.theirs)
        }
    }
}

extension CSVWriter {
    init(_ statement: Statement) {
        self.init(
            columns: [
                "entry_id", "posted_at", "kind", "booking_id", "booking_reference", "gross_paise", "commission_paise",
                "commission_tax_paise", "tds_paise", "tcs_paise", "received_paise", "paid_out_paise", "change_paise",
                "balance_paise",
            ], capacity: 128 * (statement.lines.count + 1))
        for line in statement.lines {
            row { row in
                row.number(line.entry_id)
                row.text(Timestamp.text(line.postedAt))
                row.text(line.kind)
                row.number(line.booking_id)
                row.text(line.bookingReference)
                row.number(line.gross_paise)
                row.number(line.commission_paise)
                row.number(line.commissionTax_paise)
                row.number(line.tds_paise)
                row.number(line.tcs_paise)
                row.number(line.received_paise)
                row.number(line.paidOut_paise)
                row.number(line.change_paise)
                row.number(line.balance_paise)
            }
        }
    }
}
