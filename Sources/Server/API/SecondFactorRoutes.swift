import HTTPTypes
import Hummingbird
import Marketplace

/// A user's own second factor, and its removal for somebody who lost theirs.
struct SecondFactorRoutes: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            Route(.get, "/api/me/second-factor", for: .everybodySignedIn, status).openBeforeSecondFactor(),
            Route(.post, "/api/me/second-factor", for: .everybodySignedIn, start).openBeforeSecondFactor(),
            Route(.post, "/api/me/second-factor/confirm", for: .everybodySignedIn, confirm).openBeforeSecondFactor(),
            Route(.delete, "/api/me/second-factor", for: .everybodySignedIn, remove),
            Route(.post, "/api/me/second-factor/recovery-codes", for: .everybodySignedIn, renewRecoveryCodes),
            Route(.delete, "/api/admin/users/{id}/second-factor", for: .admins, removeOther),
        ]
    }

    @Sendable func status(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let status = try await accounts.secondFactorStatus(of: context.user)
        return Answer.personal { json in
            json.object { json in
                json.field("active", status.isActive)
                json.field("required", status.isRequired)
                json.field("recovery_codes_left", status.recoveryCodesLeft)
            }
        }
    }

    @Sendable func start(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var body = try await request.optionalJSONBody(limit: Self.bodyLimit)
        let password = try body.rawText("password")
        try body.refuseOthers()
        let secret = try await accounts.startSecondFactor(of: context.user, password: password, by: context.actor)
        return Answer.personal(.created) { json in
            json.object { json in
                json.field("secret", secret.text)
                json.field("otpauth_uri", secret.uri)
            }
        }
    }

    @Sendable func confirm(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var body = try await request.jsonBody(limit: Self.bodyLimit)
        let otp = try Self.otp(&body)
        try body.refuseOthers()
        let codes = try await accounts.confirmSecondFactor(of: context.user, code: otp, by: context.actor)
        return Self.answer(recoveryCodes: codes)
    }

    @Sendable func remove(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (password, otp) = try await Self.proof(in: request)
        try await accounts.removeSecondFactor(of: context.user, password: password, code: otp, by: context.actor)
        return Answer.nothing
    }

    @Sendable func renewRecoveryCodes(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (password, otp) = try await Self.proof(in: request)
        let codes = try await accounts.renewRecoveryCodes(
            of: context.user, password: password, code: otp, by: context.actor)
        return Self.answer(recoveryCodes: codes, status: .created)
    }

    @Sendable func removeOther(_ request: Request, _ context: SignedInContext) async throws -> Response {
        guard let id = try context.request.id() else { throw SecondFactorError.notSetUp }
        try await request.refuseMembers()
        try await accounts.removeSecondFactor(ofOther: id, by: context.actor)
        return Answer.nothing
    }

    private static let bodyLimit = 16 << 10

    private static func proof(in request: Request) async throws -> (password: String?, otp: String) {
        var body = try await request.jsonBody(limit: bodyLimit)
        let password = try body.rawText("password")
        let otp = try otp(&body)
        try body.refuseOthers()
        return (password, otp)
    }

    private static func otp(_ body: inout BodyFields) throws -> String {
        try body.require("otp") { try $0.text($1, length: 1...64) }
    }

    private static func answer(recoveryCodes: [String], status: HTTPResponse.Status = .ok) -> Response {
        Answer.personal(status) { json in
            json.object { json in
                json.key("recovery_codes")
                json.array(recoveryCodes) { json, code in json.value(code) }
            }
        }
    }
}
