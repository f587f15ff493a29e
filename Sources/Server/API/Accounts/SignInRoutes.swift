import HTTPTypes
import Hummingbird
import Marketplace

/// Signing in and out.
struct SignInRoutes: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            Route(.post, "/api/login", login),
            Route(.post, "/api/logout", for: .everybodySignedIn, logout).openBeforeSecondFactor(),
        ]
    }

    @Sendable func login(_ request: Request, _ context: PublicContext) async throws -> Response {
        var body = try await request.jsonBody()
        let name = try Self.name(&body)
        let proof = try Self.proof(&body, name)
        let otp = try body.rawText("otp")
        try body.refuseOthers()
        let attempt = SignInRequest(
            name: name, proof: proof, otp: otp, userAgent: request.headers[.userAgent],
            replacing: SessionCookie.token(of: request), signedInAs: try await signedIn(request))
        let signIn = try await accounts.signIn(attempt, by: context.actor)
        return Answer.signedIn(signIn, limits: accounts.sessionLimits)
    }

    /// Whose session in force the request brings along. Nobody's is no reason to refuse somebody who signs in.
    private func signedIn(_ request: Request) async throws -> Int64? {
        switch Credentials(request) {
        case .cookie(let token): try await accounts.user(cookie: token)?.id
        case .bearer(let token): try await accounts.user(accessToken: token)?.id
        case .none, .malformed: nil
        }
    }

    @Sendable func logout(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await request.refuseMembers()
        try await accounts.signOut(context.user, by: context.actor)
        var answer = Answer.nothing
        answer.headers[.setCookie] = SessionCookie.clearing
        return answer
    }

    /// The password, or with a phone number the one-time code that was sent to it.
    private static func proof(_ body: inout BodyFields, _ name: SignInRequest.Name) throws -> SignInRequest.Proof {
        let request = try body.rawText("code_request")
        switch (try body.rawText("password"), try body.rawText("code")) {
        case (let password?, nil):
            guard request == nil else { throw body.wrong("code_request", "needs 'code'") }
            return .password(password)
        case (nil, let code?):
            guard case .phone(let phone) = name else { throw body.wrong("code", "needs 'phone'") }
            // What can't be one of ours finds no code, like a wrong one.
            return .code(code, to: phone, request: request.map { OpaqueToken($0) ?? .random() })
        default: throw body.wrong("password", "or 'code' is needed, and only one of them")
        }
    }

    private static func name(_ body: inout BodyFields) throws -> SignInRequest.Name {
        switch (try body.email(), try body.phone()) {
        case (let email?, nil): return .email(email)
        case (nil, let phone?): return .phone(phone)
        default: throw body.wrong("email", "or 'phone' is needed, and only one of them")
        }
    }
}
