import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct MessagePreferencesTests {
    private struct Body: Decodable {
        struct Wish: Decodable, Equatable {
            let channel: String
            let wanted: Bool
            let reachable: Bool
        }
        struct Consent: Decodable {
            let purpose: String
            let granted: Bool
            let source: String
            let at: String
        }
        let offers: Bool
        let service: [Wish]
        let promotional: [Wish]
        let consents: [Consent]
    }

    private static let path = "/api/me/message-preferences"

    private func read(_ person: Person) async throws -> Body {
        let reply = try await server.send(.get, Self.path, as: person)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    private func change(_ body: [String: Any], _ person: Person) async throws -> Reply {
        try await server.send(.patch, Self.path, as: person, json: json(body))
    }

    @Test func `mail is the usual, and text messages where there is none`() async throws {
        let person = try await server.person(.customer)
        let usual = try await read(person)
        #expect(!usual.offers && usual.consents.isEmpty)
        #expect(usual.service.map(\.channel) == ["email", "sms", "whatsapp"])
        #expect(usual.service.map(\.wanted) == [true, false, false])
        #expect(usual.service.map(\.reachable) == [true, false, false])
        try await server.pool.execute(
            "UPDATE users SET email = NULL, phone = \(Member.newPhone()) WHERE id = \(person.id)")
        let byPhone = try await read(person)
        #expect(byPhone.service.map(\.wanted) == [true, true, false])
        #expect(byPhone.promotional.map(\.reachable) == [false, true, true])
    }

    @Test func `what is named changes, and the rest stays`() async throws {
        let person = try await server.person(.provider)
        #expect(try await change(["promotional": ["sms": true], "service": ["email": false]], person).status == 200)
        let changed: Body = try await change(["service": ["sms": true]], person).decode()
        #expect(changed.service.map(\.wanted) == [false, true, false])
        #expect(changed.promotional.map(\.wanted) == [true, true, false])
        #expect(try await read(server.person(.provider)).service.map(\.wanted) == [true, false, false])
    }

    @Test func `each time that somebody agrees or takes it back is written down, with where`() async throws {
        let member = try await server.member()
        let person = try await server.signIn(member)
        #expect(try await read(person).consents.isEmpty, "registered without")
        for wants in [true, true, false] { #expect(try await change(["offers": wants], person).status == 200) }
        let account = try await server.send(
            .patch, "/api/me", as: person, json: json(["consent": ["offers": true]]))
        #expect(account.status == 200)
        let body = try await read(person)
        #expect(body.offers && body.consents.map(\.granted) == [true, false, true])
        #expect(body.consents.map(\.source) == ["account", "preferences", "preferences"])
        var fields = Member.registration()
        fields["consent"] = ["terms": true, "offers": true]
        let id = try #require(try await server.post("/api/register", fields).object()["id"] as? Int64)
        let rows = try await server.pool.query(
            "SELECT purpose, granted, source FROM message_consents WHERE user_id = \(id)")
        #expect(try rows[0].decode(String.self, Bool.self, String.self) == ("offers", true, "registration"))
        #expect(rows.count == 1)
    }

    @Test func `consents can't be changed afterwards`() async throws {
        let person = try await server.person(.customer)
        _ = try await change(["offers": true], person)
        for statement in ["UPDATE message_consents SET granted = false", "DELETE FROM message_consents"] {
            await #expect(throws: PostgresError.self) { try await server.pool.execute(Query(unsafeSQL: statement)) }
        }
    }

    @Test(arguments: [
        (#"{"service":{"inbox":false}}"#, "unknown_parameter", "service.inbox"),
        (#"{"service":{"email":"no"}}"#, "invalid_parameter", "service.email"),
        (#"{"service":[]}"#, "invalid_parameter", "service"), (#"{"offer":true}"#, "unknown_parameter", "offer"),
    ])
    func `what can't be chosen is refused`(body: String, code: String, field: String) async throws {
        let reply = try await server.send(.patch, Self.path, as: try await server.person(.customer), json: body)
        try expectProblem(reply, 422, code, field: field)
    }

    @Test(arguments: [
        ("09:59:59", "10:00:00", 0), ("10:00:00", "10:00:00", 0), ("20:59:59", "20:59:59", 0),
        ("21:00:00", "10:00:00", 1), ("23:30:00", "10:00:00", 1), ("00:10:00", "10:00:00", 0),
    ])
    func `offers go by day in India`(wished: String, goes: String, daysLater: Int) async throws {
        let (asked, expected) = ("2026-12-04 \(wished)", "2026-12-0\(4 + daysLater) \(goes)")
        let rows = try await server.pool.query(
            """
            SELECT promotional_time(\(asked)::timestamp AT TIME ZONE 'Asia/Kolkata')
                = \(expected)::timestamp AT TIME ZONE 'Asia/Kolkata'
            """)
        #expect(try rows[0].decode(Bool.self))
    }
}
