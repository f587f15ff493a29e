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
