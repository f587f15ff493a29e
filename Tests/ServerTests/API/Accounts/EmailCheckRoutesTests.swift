import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server, .serialized) struct EmailCheckRoutesTests {
    private func verified(_ person: Person) async throws -> Bool {
        let me = try await server.send(.get, "/api/me", as: person).object()
        return try #require(me["email_verified"] as? Bool)
    }

    private func address(of person: Person) async throws -> String {
        try #require(try await server.send(.get, "/api/me", as: person).object()["email"] as? String)
    }

    @Test func `registration mails a link that verifies the address`() async throws {
        try await Postbox.with(server) { postbox in
            let registered = try await server.send(
                .post, "/api/register", as: nil,
                json: """
                    {"name":"அன்பு","email":"new@example.org","password":"a fine pass phrase","role":"customer",
                     "language":"ta","consent":{"terms":true}}
                    """)
            #expect(registered.status == 201, "\(registered.text)")
            let token = try await postbox.token(to: "new@example.org", about: "உறுதிப்படுத்துங்கள்")
            let verify = try await server.send(.post, "/api/email/verify", as: nil, json: #"{"token":"\#(token)"}"#)
            #expect(verify.status == 200, "\(verify.text)")
            #expect(try verify.object()["email_verified"] as? Bool == true)
            try expectProblem(
                try await server.send(.post, "/api/email/verify", as: nil, json: #"{"token":"\#(token)"}"#), 422,
                "invalid_token", field: "token")
        }
    }

    @Test func `a new address is checked anew, and the old one is told`() async throws {
        try await Postbox.with(server) { postbox in
            let person = try await server.person(.customer)
            let old = try await address(of: person)
            let changed = try await server.send(
                .patch, "/api/me", as: person, json: #"{"email":"moved@example.org"}"#)
            try #require(changed.status == 200, "\(changed.text)")
            _ = try await postbox.mail(to: old, about: "e-mail address of your Istri account was changed")
            #expect(try await !verified(person))
            let token = try await postbox.token(to: "moved@example.org", about: "confirm")
            _ = try await server.send(.post, "/api/email/verify", as: nil, json: #"{"token":"\#(token)"}"#)
            #expect(try await verified(person))
        }
    }

    @Test func `somebody signed in may ask for the mail again, until it isn't needed`() async throws {
        try await Postbox.with(server) { postbox in
            let person = try await server.person(.provider)
            #expect(try await server.send(.post, "/api/email/verify/send", as: person).status == 202)
            let token = try await postbox.token(to: try await address(of: person), about: "confirm")
            _ = try await server.send(.post, "/api/email/verify", as: nil, json: #"{"token":"\#(token)"}"#)
            try expectProblem(
                try await server.send(.post, "/api/email/verify/send", as: person), 409, "email_already_verified")
            try expectProblem(
                try await server.send(.post, "/api/email/verify/send", as: person, json: #"{"email":"a@b.org"}"#),
                422, "unknown_parameter", field: "email")
        }
    }
}
