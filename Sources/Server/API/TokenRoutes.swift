import Hummingbird
import Marketplace

/// Tokens for programs that don't keep cookies.
struct TokenRoutes: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            Route(.post, "/api/token/refresh", refresh).limited(by: .refresh),
            .get("/.well-known/jwks.json", keySet),
        ]
    }

    @Sendable func refresh(_ request: Request, _ context: PublicContext) async throws -> Response {
        var body = try await request.jsonBody(limit: 4 << 10)
        let text = try body.require("refresh_token") { try $0.rawText($1) }
        try body.refuseOthers()
        guard let token = OpaqueToken(text) else { throw TokenError.refreshTokenNotInForce }
        let grant = try await accounts.refreshTokens(with: token, by: context.actor)
        return Answer.personal { $0.object { $0.writeMembers(of: grant) } }
    }

    /// RFC 7517. Keys are announced an hour before they sign, so the answer may be kept for ten minutes.
    @Sendable func keySet(_ request: Request, _: PublicContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let keys = try await accounts.accessTokens.publishedKeys()
        var json = JSONWriter()
        json.object { json in
            json.key("keys")
            json.array(keys) { json, key in json.object { $0.writeMembers(of: key) } }
        }
        return Answer.bytes(json.buffer, caching: "public, max-age=600")
    }
}

extension JSONWriter {
    mutating func writeMembers(of grant: TokenGrant) {
        field("access_token", grant.accessToken)
        field("expires_in", grant.expiresIn)
        field("refresh_token", grant.refreshToken.text)
    }

    fileprivate mutating func writeMembers(of key: PublishedKey) {
        field("kty", "EC")
        field("use", "sig")
        field("alg", "ES256")
        field("kid", key.kid)
        field("crv", "P-256")
        field("x", key.x)
        field("y", key.y)
    }
}
