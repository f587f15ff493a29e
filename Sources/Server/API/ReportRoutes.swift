import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// What a month brought.
struct ReportRoutes: Sendable {
    let reports: Reports

    var routes: [Route] {
        [Route(.get, "/api/admin/reports", for: .admins, produces: [.applicationJson, .csv], report).writtenDown()]
    }

    /// In seconds.
    private static let askAgainAfter = 2

    @Sendable func report(_ request: Request, _: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        guard let month = parameters.text("month").flatMap({ Month($0) }) else {
            throw Problem.invalidParameter("month", "'month' must be a month as 2026-11.")
        }
        let part: ReportPart = try parameters.choice("part", default: .providers)
        try parameters.refuseOthers()
        let found = try await reports.find(month)
        guard let json = found.json else { return Self.waiting(found) }
        if Accepting.wantsTable(request), let rows = try found.rows() {
            return Answer.csv(
                CSVWriter(part, of: rows), name: "report-\(month.description)-\(part.rawValue)", nextCursor: nil)
        }
        var answer = Answer.json(capacity: json.utf8.count + 512) { writer in
            writer.object { writer in
                writer.writeState(of: found)
                writer.key("parts")
                writer.raw(json)
            }
        }
        answer.headers[.vary] = "Accept"
        return answer
    }

    private static func waiting(_ report: MonthlyReport) -> Response {
        var answer = Answer.json { json in json.object { $0.writeState(of: report) } }
        answer.status = .accepted
        answer.headers[.retryAfter] = String(askAgainAfter)
        return answer
    }
}

extension JSONWriter {
    fileprivate mutating func writeState(of report: MonthlyReport) {
        field("month", report.month.description)
        field("made_at", report.madeAt)
        field("is_final", report.isFinal)
        field("progress", report.progress, decimals: 2)
    }
}
