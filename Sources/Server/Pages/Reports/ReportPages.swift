import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// What a month brought, in figures, charts and tables.
struct ReportPages: Sendable {
    let reports: Reports

    var routes: [Route] {
        [
            Route.page(.get, "/admin/reports", for: .admins, show).writtenDown(),
            Route.page(.get, "/admin/reports.csv", for: .admins, table).writtenDown(),
        ]
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let month = Self.month(page)
        let report = try await reports.find(month)
        let formats = Formats(page.words)
        var model = Self.frame(month, formats)
        if let progress = report.progress { model["progress"] = Self.progress(progress, formats) }
        if let rows = try report.rows(), let madeAt = report.madeAt {
            let view = ReportView(rows: rows, month: month, formats: formats)
            model["report"] = [
                "as_of": page.words.text("reports.as_of", ["time": formats.dateAndTime(madeAt)]),
                "totals": view.totals, "trend": view.trend(try await reports.trend(until: month)),
                "tables": view.tables,
            ]
        }
        return try page.render(AdminTab.reports, model)
    }

    @Sendable func table(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let month = Self.month(page)
        let part: ReportPart = page.query.choice("part") ?? .providers
        guard let rows = try await reports.find(month).rows() else {
            return page.redirect(to: LocalPath(AdminTab.reports.address([("month", month.description)])) ?? .home)
        }
        return Answer.csv(
            CSVWriter(part, of: rows), name: "report-\(month.description)-\(part.rawValue)", nextCursor: nil)
    }

    /// What can't be read, or hasn't begun, is passed over.
    private static func month(_ page: PageContext) -> Month {
        let now = Month(Date())
        return page.query.text("month").flatMap { Month($0) }.map { min($0, now) } ?? now
    }

    private static func frame(_ month: Month, _ formats: Formats) -> [String: Any] {
        let now = Month(Date())
        var model: [String: Any] = [
            "month": month.description, "month_name": formats.month(month), "last_month": now.description,
            "here": AdminTab.reports.address([("month", month.description)]),
            "earlier_href": AdminTab.reports.address([("month", month.previous.description)]),
        ]
        if month < now { model["later_href"] = AdminTab.reports.address([("month", month.next.description)]) }
        return model
    }

    private static func progress(_ share: Double, _ formats: Formats) -> [String: Any] {
        let percent = Int((share * 100).rounded())
        return ["value": String(percent), "text": formats.percent(share)]
    }
}

extension Formats {
    /// `November 2026`.
    func month(_ month: Month) -> String {
        var style = Date.FormatStyle(locale: locale, timeZone: Self.kolkata)
        style.calendar = Calendar(identifier: .gregorian)
        return month.start.formatted(style.month(.wide).year())
    }
}
