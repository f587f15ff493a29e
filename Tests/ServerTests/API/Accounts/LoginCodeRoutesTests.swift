import Foundation
import Gateways
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server, .serialized) struct LoginCodeRoutesTests {
    private func register(_ phone: String) async throws {
        let reply = try await server.send(
            .post, "/api/register", as: nil,
            json: """
                {"name":"Somebody","phone":"\(phone)","password":"a fine pass phrase","role":"customer",
                 "consent":{"terms":true}}
                """)
        try #require(reply.status == 201, "\(reply.text)")
    }

    private func code(_ phone: String, _ postbox: Postbox) async throws -> String {
        let asked = try await server.send(.post, "/api/login/code", as: nil, json: #"{"phone":"\#(phone)"}"#)
        #expect(asked.status == 202, "\(asked.text)")
        let message = try await postbox.text(to: try #require(PhoneNumber(phone)).text)
        #expect(message.template == "login_code.en")
        return try #require(message.variables.first { $0.name == "code" }?.value)
    }

    private func logIn(_ phone: String, code: String) async throws -> Reply {
        try await server.send(.post, "/api/login", as: nil, json: #"{"phone":"\#(phone)","code":"\#(code)"}"#)
    }

    @Test func `a phone number and the code sent to it sign in, once`() async throws {
        try await Postbox.with(server) { postbox in
            try await register("98400 11001")
            let code = try await code("+91 98400 11001", postbox)
            let signedIn = try await logIn("09840011001", code: code)
            #expect(signedIn.status == 200, "\(signedIn.text)")
            let user = try #require(try signedIn.object()["user"] as? [String: Any])
            #expect(user["phone"] as? String == "+919840011001")
            try expectProblem(try await logIn("98400 11001", code: code), 401, "wrong_credentials")
        }
    }

    @Test func `wrong codes are failed sign-ins: five, and the right one is refused too`() async throws {
        try await Postbox.with(server) { postbox in
            try await register("98400 11002")
            let code = try await code("98400 11002", postbox)
            for _ in 1...5 {
                try expectProblem(
                    try await logIn("98400 11002", code: code == "000000" ? "000001" : "000000"), 401,
                    "wrong_credentials")
            }
            let refused = try await logIn("98400 11002", code: code)
            try expectProblem(refused, 429, "too_many_requests")
            #expect(refused.headers[.retryAfter] != nil)
        }
    }

    @Test func `the answer is the same for a number that nobody has`() async throws {
        try await register("98400 11003")
        let known = try await server.send(.post, "/api/login/code", as: nil, json: #"{"phone":"98400 11003"}"#)
        let unknown = try await server.send(.post, "/api/login/code", as: nil, json: #"{"phone":"98400 11999"}"#)
        #expect((known.status, known.text.count) == (unknown.status, unknown.text.count))
        #expect(try known.object().keys.sorted() == unknown.object().keys.sorted())
        try expectProblem(try await logIn("98400 11999", code: "123456"), 401, "wrong_credentials")
    }

    @Test func `with what the asker was given, five wrong guesses of others leave the code good`() async throws {
        try await Postbox.with(server) { postbox in
            try await register("98400 11005")
            let asked = try await server.post("/api/login/code", ["phone": "98400 11005"])
            let secret = try #require(try asked.object()["code_request"] as? String)
            let text = try await postbox.text(to: "+919840011005")
            let code = try #require(text.variables.first { $0.name == "code" }?.value)
            for number in 1...5 {
                let phone = try #require(PhoneNumber("98400 11005"))
                let wrong = code == "00000\(number)" ? "111111" : "00000\(number)"
                _ = try await server.accounts.checkLoginCode(phone: phone, code: wrong)
            }
            try expectProblem(try await logIn("98400 11005", code: code), 401, "wrong_credentials")
            for wrong in ["x", "", OpaqueToken.random().text] {
                let reply = try await server.post(
                    "/api/login", ["phone": "98400 11005", "code": code, "code_request": wrong])
                try expectProblem(reply, 401, "wrong_credentials")
            }
            let signedIn = try await server.post(
                "/api/login", ["phone": "98400 11005", "code": code, "code_request": secret])
            #expect(signedIn.status == 200, "\(signedIn.text)")
        }
    }

    @Test(arguments: [
        ("/api/login", #"{"phone":"98400 11004","password":"a fine pass phrase","code_request":"x"}"#, "code_request"),
        ("/api/login/code", "{}", "phone"), ("/api/login/code", #"{"phone":"12345"}"#, "phone"),
        ("/api/login", #"{"email":"a@example.org","code":"123456"}"#, "code"),
        ("/api/login", #"{"phone":"98400 11004"}"#, "password"),
        ("/api/login", #"{"phone":"98400 11004","password":"a fine pass phrase","code":"123456"}"#, "password"),
        ("/api/login", #"{"phone":"98400 11004","code":123456}"#, "code"),
    ])
    func `bad input is refused by the field's name`(uri: String, json: String, field: String) async throws {
        try expectProblem(
            try await server.send(.post, uri, as: nil, json: json), 422, "invalid_parameter", field: field)
    }
}
