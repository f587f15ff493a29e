import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// What a centre earned in a month, entry by entry, and what it has to get.
struct EarningsPages: Sendable {
    let providers: Providers
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/provider/centres/{id}/earnings", for: .providers, show),
            .page(.get, "/provider/centres/{id}/earnings.csv", for: .providers, table),
            .page(.get, "/provider/centres/{id}/commission-invoice.pdf", for: .providers, commissionInvoice),
        ]
    }

    private var ledger: Ledger { Ledger(pool: providers.pool) }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let record = try await OwnCentreFrame.record(context, providers)
        let centre = record.centre.id
        let month = Self.month(page)
        let statement = try await ledger.statement(of: centre, in: month, for: context.user)
        let formats = Formats(page.words)
        let path = CentrePart.earnings.path(of: centre)
        var model = try await OwnCentreFrame.model(.earnings, record, page.words, catalogue)
        model["month_name"] = formats.month(month)
        model["earlier_href"] = path + "?month=\(month.previous)"
        if month < Month(Date()) { model["later_href"] = path + "?month=\(month.next)" }
        model["csv_href"] = path + ".csv?month=\(month)"
        model["sums"] = Self.sums(statement.earnings, formats)
        model["closing"] = formats.rupees(paise: statement.earnings.closing_paise)
        model["lines"] = statement.lines.map { Self.row($0, formats) }
        model["has_lines"] = !statement.lines.isEmpty
        if let invoice = statement.commissionInvoice {
            let kind = invoice.total_paise < 0 ? "commission_credit" : "commission_invoice"
            model["commission_invoice"] = [
                "kind": page.words.text("earnings.\(kind)"), "serial": invoice.number,
                "href": "/provider/centres/\(centre)/commission-invoice.pdf?month=\(month)",
            ]
        }
        return try page.render(CentrePart.earnings.template, model)
    }

    @Sendable func table(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        let month = Self.month(context.page)
        let statement = try await ledger.statement(of: record.centre.id, in: month, for: context.user)
        return Answer.csv(CSVWriter(statement), name: "statement-\(month)", nextCursor: nil)
    }

    @Sendable func commissionInvoice(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let centre = try await OwnCentreFrame.record(context, providers).centre.id
        let month = Self.month(page)
        let file = try await InvoiceFiles(pool: providers.pool).commissionInvoice(
            of: centre, in: month, for: context.user)
        guard file != nil else {
            let statement = LocalPath(CentrePart.earnings.path(of: centre) + "?month=\(month)") ?? .home
            return page.redirect(to: statement, done: "payments.being_made")
        }
        return InvoiceRoutes.answer(file, to: request)
    }

    /// What can't be read, or hasn't begun, is passed over.
    private static func month(_ page: PageContext) -> Month {
        let now = Month(Date())
        return page.query.text("month").flatMap { Month($0) }.map { min($0, now) } ?? now
    }

    /// As on a statement: what is added, what is taken off, what is left.
    private static func sums(_ earnings: Earnings, _ formats: Formats) -> [[String: Any]] {
        let sums: [(String, Int64)] = [
            ("opening", earnings.opening_paise), ("gross", earnings.gross_paise),
            ("commission", -earnings.commission_paise), ("tds", -earnings.tds_paise), ("tcs", -earnings.tcs_paise),
            ("received", -earnings.received_paise), ("paid_out", -earnings.paidOut_paise),
        ]
        return sums.filter { $0.1 != 0 || $0.0 == "gross" }.map {
            ["label": formats.words.text("earnings.\($0.0)"), "amount": formats.rupees(paise: $0.1)]
        }
    }

    private static func row(_ line: Statement.Line, _ formats: Formats) -> [String: Any] {
        var row: [String: Any] = [
            "at": formats.date(line.postedAt), "machine_at": formats.machineTime(line.postedAt),
            "kind": formats.words.text("earnings.kind.\(line.kind)"),
            "gross": formats.rupees(paise: line.gross_paise),
            "kept": formats.rupees(paise: line.commission_paise + line.tds_paise + line.tcs_paise),
            "change": formats.rupees(paise: line.change_paise), "balance": formats.rupees(paise: line.balance_paise),
        ]
        if let booking = line.booking_id, let reference = line.bookingReference {
            row["booking"] = ["href": "/bookings/\(booking)", "reference": reference]
        }
        return row
    }
}
