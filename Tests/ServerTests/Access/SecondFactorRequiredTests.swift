import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import TestSupport
import Testing

@testable import Marketplace
@testable import Server

/// Where a role must have a second factor, an account without one can set it up and do nothing else.
@Suite struct SecondFactorRequiredTests {
    @Test func `before it is set up every route but those for that is closed`() async throws {
        try await withServer(NodeSettings(secondFactor: SecondFactorRules(requiredFor: [.admin, .dispatcher]))) {
            server in
            let admin = try await server.person(.admin)
            for route in server.routes where !route.isOpenBeforeSecondFactor && route.permission != .anyone {
                let path = route.path.description.replacing("{id}", with: "0")
                if route.kind == .page {
                    let reply = try await server.send(route.method, path, as: admin)
                    let isLed = reply.headers[.location]?.hasPrefix("/account/second-factor?") == true
                    #expect(route.method == .get ? isLed : reply.status == 403, "\(route.name)")
                    continue
                }
                try expectProblem(
                    try await server.send(route.method, path, as: admin), 403, "second_factor_must_be_set_up")
            }
            let status = try await server.send(.get, "/api/me/second-factor", as: admin)
            #expect(status.text == #"{"active":false,"required":true,"recovery_codes_left":0}"#)
            #expect(try await server.get("/api/services").status == 200)
        }
    }

    @Test func `once it is set up all are open, and removing it closes them again`() async throws {
        try await withServer(NodeSettings(secondFactor: SecondFactorRules(requiredFor: [.admin]))) { server in
            let admin = try await server.person(.admin)
            let closed = "/api/admin/users/0/second-factor"
            try expectProblem(try await server.send(.delete, closed, as: admin), 403, "second_factor_must_be_set_up")
            let user = try #require(try await SignedInUser.find(cookie: admin.cookie, on: server.pool))
            let secret = try await server.accounts.startSecondFactor(of: user, password: nil, by: .system)
            let app = try TOTP(base32: secret.text)
            let step = TOTP.step(at: Date())
            let codes = try await server.accounts.confirmSecondFactor(of: user, code: app.code(step: step), by: .system)
            try expectProblem(try await server.send(.delete, closed, as: admin), 404, "no_second_factor")
            let removed = try await server.send(
                .delete, "/api/me/second-factor", as: admin, json: #"{"otp":"\#(codes[0])"}"#)
            #expect(removed.status == 204)
            try expectProblem(try await server.send(.delete, closed, as: admin), 403, "second_factor_must_be_set_up")
        }
    }

    @Test func `other roles and their tokens aren't touched`() async throws {
        try await withServer(NodeSettings(secondFactor: SecondFactorRules(requiredFor: [.admin]))) { server in
            let customer = try await server.person(.customer)
            try expectProblem(
                try await server.send(.delete, "/api/me/second-factor", as: customer, json: #"{"otp":"1"}"#), 404,
                "no_second_factor")
            let (_, tokens) = try await server.personWithTokens(.admin)
            let reply = try await server.send(
                .delete, "/api/admin/users/0/second-factor", headers: [.authorization: "Bearer \(tokens.accessToken)"])
            try expectProblem(reply, 403, "second_factor_must_be_set_up")
        }
    }
}

extension TOTP {
    fileprivate init(base32: String) throws { self.init(secret: try #require(base32Decoded(base32))) }
}
