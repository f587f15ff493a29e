import Foundation
import Gateways
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// A phone number is a full identity: an account without a password, whose owner signs in by codes.
@Suite(.server, .serialized) struct RegisterByCodeTests {
    private func registration(_ changes: [String: Any] = [:]) -> [String: Any] {
        var fields = Member.registration(email: nil)
        fields["password"] = nil
        fields["sign_in_by_code"] = true
        return fields.merging(changes) { $1 }
    }

    @Test func `who registers by a number is sent a code, and is signed in by it`() async throws {
        try await Postbox.with(server) { postbox in
            let phone = Member.newPhone()
            let reply = try await server.post("/api/register", registration(["phone": phone]))
            try #require(reply.status == 201, "\(reply.text)")
            let account = try reply.object()
            #expect(account["phone_verified"] as? Bool == false && account["email"] is NSNull)
            let request = try #require(account["code_request"] as? String)
            let text = try await postbox.text(to: phone)
            #expect(text.template == "login_code.en")
            let code = try #require(text.variables.first { $0.name == "code" }?.value)
            let signIn = try await server.post(
                "/api/login", ["phone": phone, "code": code, "code_request": request])
            try #require(signIn.status == 200, "\(signIn.text)")
            let user = try #require(try signIn.object()["user"] as? [String: Any])
            #expect(user["phone_verified"] as? Bool == true && user["id"] as? Int64 == account["id"] as? Int64)
            let again = try await server.post("/api/register", registration(["phone": phone]))
            try expectProblem(again, 409, "phone_taken", field: "phone")
        }
    }

    @Test func `a password or a code, one of them`() async throws {
        let both = try await server.post("/api/register", registration(["password": Member.password]))
        try expectProblem(both, 422, "invalid_parameter", field: "password")
        let neither = try await server.post("/api/register", registration(["sign_in_by_code": false]))
        try expectProblem(neither, 422, "invalid_parameter", field: "password")
        var nobody = registration(["email": Member.newEmail()])
        nobody["phone"] = nil
        try expectProblem(await server.post("/api/register", nobody), 422, "invalid_parameter", field: "phone")
    }

    @Test(arguments: Language.allCases)
    func `the form takes a number without a password, and asks for the code`(language: Language) async throws {
        try await Postbox.with(server) { postbox in
            let browser = Browser(server, language: language.rawValue)
            let phone = Member.newPhone()
            let form = try await browser.open("/sign-up").form("/sign-up")
            let asks = try await browser.submit(
                form, ["name": "முருகன்", "phone": phone, "password": "", "role": "customer", "consent.terms": "true"])
            #expect(asks.status == 200, "\(asks.text)")
            let text = try await postbox.text(to: phone)
            #expect(text.template == "login_code.\(language.rawValue)")
            let code = try #require(text.variables.first { $0.name == "code" }?.value)
            let page = try await browser.submit(asks.form("/sign-in/code/enter"), ["code": code])
            #expect(page.status == 200, "\(page.text)")
            let isIn = await browser.isSignedIn
            #expect(isIn)
        }
    }

    @Test func `without a number the form wants a password`() async throws {
        let browser = Browser(server)
        let form = try await browser.open("/sign-up").form("/sign-up")
        let refused = try await browser.submit(
            form,
            [
                "name": "Someone", "email": Member.newEmail(), "password": "", "role": "customer",
                "consent.terms": "true",
            ])
        #expect(refused.status == 422 && refused.error(of: "password") != nil)
    }
}
