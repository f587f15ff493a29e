import Foundation
import Hummingbird
import Marketplace
import Matching
import Postgres

/// "Tell me when someone serves me", and who asked so.
struct WatchRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            Route(.post, "/api/coverage/watch", watch).limited(by: .watch),
            Route(.get, "/api/admin/coverage-watches", for: .admins, produces: [.applicationJson, .csv], list)
                .writtenDown(),
        ]
    }

    /// The same answer whether it was asked before or not.
    @Sendable func watch(_ request: Request, _ context: PublicContext) async throws -> Response {
        var body = try await request.jsonBody()
        let text = try body.require("pincode") { try $0.rawText($1) }
        let (phone, email) = (try body.phone(), try body.email())
        let language = try body.choice("language", Language.self) ?? .english
        try body.refuseOthers()
        guard let pincode = Pincode(text) else { throw Problem.invalidPincode("pincode") }
        let contact = try Self.contact(phone, email)
        let name = try await CoverageWatches(pool: pool)
            .add(pincode, contact, language: language, by: context.actor)
        var response = Answer.json { json in
            json.object { json in
                json.field("pincode", pincode.description)
                json.field("name", name)
                json.field("language", language.rawValue)
            }
        }
        response.status = .created
        return response
    }

    private static func contact(_ phone: PhoneNumber?, _ email: EmailAddress?) throws -> CoverageWatches.Contact {
        switch (phone, email) {
        case (let phone?, nil): return .phone(phone)
        case (nil, let email?): return .email(email)
        default: throw WatchError.oneContactRequired
        }
    }

    /// Who looked is written down.
    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        var list = WatchList()
        list.pincode = try parameters.text("pincode").map { text in
            guard let pincode = Pincode(text) else { throw Problem.invalidPincode("pincode") }
            return pincode
        }
        list.district = parameters.text("district")
        list.limit = try parameters.integer("limit", in: 1...100, default: 20)
        list.before = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        let (items, next) = try await list.shown(to: context.actor, on: pool)
        let cursor = next.map { Cursor.text([$0]) }
        if Accepting.wantsTable(request) {
            return Answer.csv(CSVWriter(items), name: "coverage-watches", nextCursor: cursor)
        }
        return Answer.json(capacity: 4096) {
            $0.writePage(items, next: cursor) { $0.write($1) }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ item: WatchList.Item) {
        object { json in
            json.field("id", item.id)
            json.field("pincode", item.pincode.description)
            json.field("name", item.name)
            json.field("district_lgd", item.district_lgd)
            json.field("district", item.district)
            json.field("phone", item.phone)
            json.field("email", item.email)
            json.field("language", item.language)
            json.field("asked_at", item.askedAt)
        }
    }
}

extension CSVWriter {
    init(_ items: [WatchList.Item]) {
        self.init(
            columns: [
                "id", "pincode", "name", "district_lgd", "district", "phone", "email", "language", "asked_at",
            ], capacity: 128 * (items.count + 1))
        for item in items {
            row { row in
                row.number(item.id)
                row.text(item.pincode.description)
                row.text(item.name)
                row.number(item.district_lgd)
                row.text(item.district)
                row.text(item.phone)
                row.text(item.email)
                row.text(item.language)
                row.text(Timestamp.text(item.askedAt))
            }
        }
    }
}
