import Foundation
import HTTPTypes
import Marketplace
import Testing

@testable import Server

/// Somebody who has registered, with what they sign in by.
struct Member: Sendable {
    var id: Int64
    var email: String
    var phone: String
    var password: String
}

extension Member {
    static func newEmail() -> String { "\(UUID().uuidString.lowercased())@example.org" }
    static func newPhone() -> String { "+919\(Int.random(in: 100_000_000...999_999_999))" }
    static let password = "a password of nobody"

    /// The body of a registration that is as it should be.
    static func registration(
        email: String? = newEmail(), phone: String? = newPhone(), role: String = "customer"
    ) -> [String: Any] {
        var fields: [String: Any] = [
            "name": "Someone", "password": password, "role": role, "consent": ["terms": true, "offers": false],
        ]
        fields["email"] = email
        fields["phone"] = phone
        return fields
    }
}

/// What a sign-in gives.
struct SignInBody: Decodable {
    struct User: Decodable {
        let id: Int64
        let role: String
    }
    let csrf_token: String
    let user: User
}

func json(_ fields: [String: Any]) -> String {
    let data = try? JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys])
    return String(decoding: data ?? Data(), as: UTF8.self)
}

extension TestServer {
    func post(_ uri: String, _ fields: [String: Any], headers: HTTPFields = [:]) async throws -> Reply {
        var headers = headers
        headers[.contentType] = "application/json"
        return try await send(.post, uri, headers: headers, body: json(fields))
    }

    func member(role: String = "customer") async throws -> Member {
        let (email, phone) = (Member.newEmail(), Member.newPhone())
        let reply = try await post("/api/register", Member.registration(email: email, phone: phone, role: role))
        try #require(reply.status == 201, "\(reply.text)")
        let id = try #require(try reply.object()["id"] as? NSNumber).int64Value
        return Member(id: id, email: email, phone: phone, password: Member.password)
    }

    func login(_ member: Member, headers: HTTPFields = [:]) async throws -> Reply {
        try await post("/api/login", ["email": member.email, "password": member.password], headers: headers)
    }

    /// The member with the cookie of a new session.
    func signIn(_ member: Member, role: Role = .customer) async throws -> Person {
        let reply = try await login(member)
        try #require(reply.status == 200, "\(reply.text)")
        return Person(id: member.id, role: role, cookie: try #require(reply.sessionCookie))
    }
}

extension Reply {
    /// The session's cookie, when the answer sets one.
    var sessionCookie: OpaqueToken? {
        guard let text = headers[.setCookie], text.hasPrefix("\(Credentials.cookieName)=") else { return nil }
        return OpaqueToken(text.dropFirst(Credentials.cookieName.count + 1).prefix { $0 != ";" })
    }
}
