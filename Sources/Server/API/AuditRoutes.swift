import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Postgres

/// Who did what. Looking is itself written down, since the lines tell of people.
struct AuditRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [Route(.get, "/api/admin/audit", for: .admins, produces: [.applicationJson, .csv], list).writtenDown()]
    }

    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let filter = try AuditLine.Filter(&parameters)
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let after = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        let (lines, hasMore) = try await AuditLine.find(filter, after: after, limit: limit, on: pool)
        try await filter.noteRead(by: context.actor, on: pool)
        let next = hasMore ? lines.last.map { Cursor.text([$0.id]) } : nil
        guard Accepting.wantsTable(request) else { return json(lines, next: next) }
        return Answer.csv(CSVWriter(lines), name: "audit", nextCursor: next)
    }

    private func json(_ lines: [AuditLine], next: String?) -> Response {
        var answer = Answer.json(capacity: 8192) {
            $0.writePage(lines, next: next) { $0.write($1) }
        }
        answer.headers[.vary] = "Accept"
        return answer
    }
}

extension AuditLine.Filter {
    fileprivate init(_ parameters: inout QueryParameters) throws {
        self.init()
        entityType = parameters.text("entity_type")
        entityID = try parameters.id("entity_id")
        performedBy = try parameters.id("performed_by")
        action = parameters.text("action")
        from = try parameters.day("from")
        to = try parameters.day("to")
        guard entityID == nil || entityType != nil else {
            throw Problem.invalidParameter("entity_type", "'entity_id' needs 'entity_type' beside it.")
        }
    }

    /// Writes down who looked, and for what.
    func noteRead(by actor: Actor, on pool: PostgresPool) async throws {
        try await pool.withConnection { connection in
            try await AuditEntry("audit.read", "audit", nil, change: described).record(by: actor, on: connection)
        }
    }

    /// For the audit: what was looked for.
    private var described: [String: [String?]] {
        let given: [String: String?] = [
            "entity_type": entityType, "entity_id": entityID.map(String.init),
            "performed_by": performedBy.map(String.init), "action": action, "from": from, "to": to,
        ]
        return given.compactMapValues { $0.map { [nil, $0] } }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ line: AuditLine) {
        object { json in
            json.field("id", line.id)
            json.field("timestamp", Timestamp.text(line.at))
            json.field("action", line.action)
            json.field("entity_type", line.entityType)
            json.field("entity_id", line.entityID)
            json.field("performed_by", line.performedBy)
            json.field("role", line.role)
            json.field("address", line.address)
            json.field("request_id", line.requestID)
            json.key("change")
            json.raw(line.change)
        }
    }
}

extension CSVWriter {
    init(_ lines: [AuditLine]) {
        self.init(columns: [
            "id", "timestamp", "action", "entity_type", "entity_id", "performed_by", "role", "address", "request_id",
            "change",
        ])
        for line in lines { row { $0.write(line) } }
    }

    private mutating func write(_ line: AuditLine) {
        number(line.id)
        text(Timestamp.text(line.at))
        text(line.action)
        text(line.entityType)
        number(line.entityID)
        number(line.performedBy)
        text(line.role)
        text(line.address)
        text(line.requestID)
        text(line.change)
    }
}
