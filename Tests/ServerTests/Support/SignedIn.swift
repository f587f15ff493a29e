import Foundation
import HTTPTypes
import Marketplace
import Postgres

@testable import Server

/// Somebody with an account and a session in force.
struct Person: Sendable {
    let id: Int64
    let role: Role
    let cookie: OpaqueToken

    /// What a browser sends with every request, unsafe ones included.
    var headers: HTTPFields {
        [.cookie: "\(Credentials.cookieName)=\(cookie.text)", .csrfToken: cookie.csrfToken.text]
    }
}

extension TestServer {
    /// A new account with the role, signed in. For tests that are not about signing in.
    func person(_ role: Role, name: String = "Someone") async throws -> Person {
        let cookie = OpaqueToken.random()
        let email = "\(UUID().uuidString.lowercased())@example.org"
        let rows = try await pool.withTransaction { transaction in
            try await transaction.query(
                """
                WITH person AS (
                    INSERT INTO users (name, email, role, terms_accepted_at)
                    VALUES (\(name), \(email), \(role.rawValue), now()) RETURNING id)
                INSERT INTO sessions (user_id, cookie_hash, expires_at)
                SELECT id, \(cookie.hash), now() + interval '1 day' FROM person RETURNING user_id
                """)
        }
        return Person(id: try rows[0].decode(Int64.self), role: role, cookie: cookie)
    }

    func send(
        _ method: HTTPRequest.Method, _ uri: String, as person: Person?, json: String? = nil, accept: String? = nil
    ) async throws -> Reply {
        var headers = person?.headers ?? [:]
        headers[.accept] = accept
        if json != nil { headers[.contentType] = "application/json" }
        return try await send(method, uri, headers: headers, body: json)
    }
}
