import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Marketplace
@testable import Server

@Suite(.server) struct SecondFactorRoutesTests {
    private let path = "/api/me/second-factor"

    private struct Secret: Decodable {
        let secret: String
        let otpauth_uri: String
    }

    private struct Codes: Decodable { let recovery_codes: [String] }

    /// The app's code; each can be used once, so later ones are asked for by later steps.
    private func code(_ secret: String, step: Int64 = 0) throws -> String {
        try TOTP(base32: secret).code(step: TOTP.step(at: Date()) + step)
    }

    private func setUp(_ person: Person) async throws -> (secret: String, codes: [String]) {
        let start = try await server.send(.post, path, as: person, json: "{}")
        #expect(start.status == 201 && start.headers[.cacheControl] == "no-store")
        let secret = try start.decode(Secret.self).secret
        let confirm = try await server.send(
            .post, path + "/confirm", as: person, json: #"{"otp":"\#(try code(secret, step: -1))"}"#)
        #expect(confirm.status == 200 && confirm.headers[.cacheControl] == "no-store")
        return (secret, try confirm.decode(Codes.self).recovery_codes)
    }

    @Test func `it is set up, seen, given new codes and removed`() async throws {
        let person = try await server.person(.customer)
        var status = try await server.send(.get, path, as: person)
        #expect(status.text == #"{"active":false,"required":false,"recovery_codes_left":0}"#)
        let (secret, codes) = try await setUp(person)
        #expect(codes.count == 10)
        status = try await server.send(.get, path, as: person)
        #expect(status.text == #"{"active":true,"required":false,"recovery_codes_left":10}"#)
        let renewed = try await server.send(
            .post, path + "/recovery-codes", as: person, json: #"{"otp":"\#(try code(secret))"}"#)
        #expect(renewed.status == 201)
        #expect(Set(try renewed.decode(Codes.self).recovery_codes).isDisjoint(with: codes))
        let removed = try await server.send(
            .delete, path, as: person, json: #"{"otp":"\#(try code(secret, step: 1))"}"#)
        #expect(removed.status == 204 && removed.text.isEmpty)
        try expectProblem(
            try await server.send(.delete, path, as: person, json: #"{"otp":"000000"}"#), 404, "no_second_factor")
    }

    @Test func `the address for authenticator apps holds the secret and the account's name`() async throws {
        let person = try await server.person(.customer)
        let secret = try await server.send(.post, path, as: person).decode(Secret.self)
        let uri = try #require(URLComponents(string: secret.otpauth_uri))
        #expect(uri.scheme == "otpauth" && uri.host == "totp")
        #expect(uri.path.hasPrefix("/Istri:") && uri.path.hasSuffix("@example.org"))
        let values = Dictionary(uniqueKeysWithValues: (uri.queryItems ?? []).map { ($0.name, $0.value) })
        #expect(
            values == [
                "secret": secret.secret, "issuer": "Istri", "algorithm": "SHA1", "digits": "6", "period": "30",
            ])
        #expect(secret.secret.utf8.count == 32)
    }

    @Test func `wrong steps get their own answers`() async throws {
        let person = try await server.person(.customer)
        let confirm = path + "/confirm"
        try expectProblem(
            try await server.send(.post, confirm, as: person, json: #"{"otp":"123456"}"#), 409,
            "second_factor_not_started")
        _ = try await server.send(.post, path, as: person)
        try expectProblem(
            try await server.send(.post, confirm, as: person, json: #"{"otp":"abc"}"#), 422, "wrong_second_factor",
            field: "otp")
        let (_, codes) = try await setUp(person)
        try expectProblem(try await server.send(.post, path, as: person), 409, "second_factor_in_use")
        try expectProblem(
            try await server.send(.post, confirm, as: person, json: #"{"otp":"123456"}"#), 409, "second_factor_in_use")
        for _ in 0..<5 {
            try expectProblem(
                try await server.send(.delete, path, as: person, json: #"{"otp":"abcdef"}"#), 422,
                "wrong_second_factor", field: "otp")
        }
        let blocked = try await server.send(.delete, path, as: person, json: #"{"otp":"abcdef"}"#)
        try expectProblem(blocked, 429, "too_many_requests")
        #expect((1...15).contains(Int(blocked.headers[.retryAfter] ?? "") ?? 0))
        let removed = try await server.send(.delete, path, as: person, json: #"{"otp":"\#(codes[0])"}"#)
        #expect(removed.status == 204)
    }

    @Test(arguments: [
        (#"{}"#, "otp"), (#"{"otp":123456}"#, "otp"), (#"{"otp":""}"#, "otp"), (#"{"otp":null}"#, "otp"),
        (#"{"otp":"1","password":7}"#, "password"),
    ])
    func `a field that is missing or of another kind is named`(json: String, field: String) async throws {
        let person = try await server.person(.customer)
        try expectProblem(
            try await server.send(.delete, path, as: person, json: json), 422, "invalid_parameter", field: field)
    }

    @Test func `unknown fields are refused`() async throws {
        let person = try await server.person(.customer)
        for (method, path) in [(HTTPRequest.Method.post, path), (.post, path + "/confirm"), (.delete, path)] {
            let reply = try await server.send(method, path, as: person, json: #"{"otp":"1","user_id":1}"#)
            #expect(reply.status == 422 && reply.text.contains("unknown_parameter"))
        }
    }

    @Test func `an old sign-in without the password starts nothing`() async throws {
        let person = try await server.person(.customer)
        try await server.pool.execute(
            "UPDATE sessions SET created_at = now() - interval '16 minutes' WHERE user_id = \(person.id)")
        try expectProblem(try await server.send(.post, path, as: person), 403, "sign_in_again")
    }

    @Test func `an administrator helps out whoever lost theirs, and the audit says so`() async throws {
        let (admin, person) = (try await server.person(.admin), try await server.person(.customer))
        _ = try await setUp(person)
        let other = "/api/admin/users/\(person.id)/second-factor"
        #expect(try await server.send(.delete, other, as: admin).status == 204)
        try expectProblem(try await server.send(.get, path, as: person), 401, "not_signed_in")
        try expectProblem(try await server.send(.delete, other, as: admin), 404, "no_second_factor")
        try expectProblem(
            try await server.send(.delete, "/api/admin/users/\(admin.id)/second-factor", as: admin), 409, "own_account")
        let rows = try await server.pool.query(
            """
            SELECT performed_by FROM audit_log
            WHERE action = 'user.second_factor_removed' AND entity_id = \(person.id)
            """)
        #expect(try rows.map { try $0.column(0, as: Int64?.self) } == [admin.id])
    }
}

extension TOTP {
    fileprivate init(base32: String) throws { self.init(secret: try #require(base32Decoded(base32))) }
}
