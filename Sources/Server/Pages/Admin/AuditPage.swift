import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Postgres

/// Who did what. Looking is itself written down, since the lines tell of people.
struct AuditPage: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            Route.page(.get, "/admin/audit", for: .admins, show).writtenDown(),
            Route.page(.get, "/admin/audit.csv", for: .admins, table).writtenDown(),
        ]
    }

    private static let mostInFile = 10_000

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let filter = Self.filter(request)
        let after = AdminPaging.after(page)
        let (lines, hasMore) = try await AuditLine.find(filter, after: after, limit: AdminPaging.length, on: pool)
        try await filter.noteRead(by: context.actor, on: pool)
        let view = AdminView(page)
        let fields = Self.fields(filter)
        var model: [String: Any] = [
            "lines": lines.map { Self.row($0, view) }, "has_lines": !lines.isEmpty,
            "csv_href": "/admin/audit.csv" + (fields.isEmpty ? "" : "?" + FormBody(fields).encoded),
        ]
        for (name, value) in fields { model[name] = value }
        if filter.entityType == nil, let id = page.query.text("entity_id") {
            model["entity_id"] = id
            model["needs_type"] = true
        }
        model["actions"] = AuditWords(page.words).actions(chosen: filter.action)
        model["entity_types"] = AuditWords(page.words).entities(chosen: filter.entityType)
        AdminPaging.add(to: &model, .audit, fields, next: hasMore ? lines.last?.id : nil, isFirst: after == nil)
        return try page.render(.audit, model)
    }

    @Sendable func table(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let filter = Self.filter(request)
        let (lines, hasMore) = try await AuditLine.find(filter, after: nil, limit: Self.mostInFile, on: pool)
        try await filter.noteRead(by: context.actor, on: pool)
        let next = hasMore ? lines.last.map { Cursor.text([$0.id]) } : nil
        return Answer.csv(CSVWriter(lines), name: "audit", nextCursor: next)
    }

    /// What can't be read is passed over, as on every page.
    private static func filter(_ request: Request) -> AuditLine.Filter {
        var filter = AuditLine.Filter()
        guard var parameters = try? QueryParameters(request) else { return filter }
        filter.entityType = parameters.text("entity_type").flatMap(filled)
        filter.entityID = filter.entityType == nil ? nil : try? parameters.id("entity_id")
        filter.performedBy = try? parameters.id("performed_by")
        filter.action = parameters.text("action").flatMap(filled)
        filter.from = try? parameters.day("from")
        filter.to = try? parameters.day("to")
        return filter
    }

    /// A field of a form that was left empty.
    private static func filled(_ text: String) -> String? { text.isEmpty ? nil : text }

    private static func fields(_ filter: AuditLine.Filter) -> [(name: String, value: String)] {
        let given: [(name: String, value: String?)] = [
            ("entity_type", filter.entityType), ("entity_id", filter.entityID.map { String($0) }),
            ("performed_by", filter.performedBy.map { String($0) }), ("action", filter.action),
            ("from", filter.from), ("to", filter.to),
        ]
        return given.compactMap { field in field.value.map { (field.name, $0) } }
    }

    private static func row(_ line: AuditLine, _ view: AdminView) -> [String: Any] {
        let words = AuditWords(view.words)
        var row: [String: Any] = [
            "at": view.time(line.at), "action": words.action(line.action), "entity": words.entity(line.entityType),
            "changes": changes(line.change),
        ]
        row["has_changes"] = !changes(line.change).isEmpty
        if let id = line.entityID { row["id"] = String(id) }
        if let user = line.performedBy {
            row["by"] = String(user)
            row["by_href"] = AdminTab.audit.address([("performed_by", String(user))])
        }
        if let role = line.role { row["role"] = view.label("role", role) }
        return row
    }

    /// Each field that changed: before and after; what isn't of that form as it stands.
    private static func changes(_ json: String) -> [[String: Any]] {
        guard let fields = try? JSONDecoder().decode([String: [String?]].self, from: Data(json.utf8)) else {
            return [["field": json]]
        }
        return fields.sorted { $0.key < $1.key }.map { name, values in
            var change: [String: Any] = ["field": name]
            if let before = values.first ?? nil { change["before"] = before }
            if values.count > 1, let after = values.last ?? nil { change["after"] = after }
            return change
        }
    }
}
