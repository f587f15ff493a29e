import Crypto
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Marketplace

/// Every way in which a token can fail to be one.
@Suite struct AccessTokenTests {
    private let clock = TestClock()

    private func withToken(
        _ body: (Accounts, SignedInUser, _ token: String, TokenForge) async throws -> Void
    ) async throws {
        try await withDatabase(.schema) { pool in
            let accounts = Accounts.node(pool, clock)
            let user = try await signedInUser(.provider, on: pool)
            try await accounts.rotateSigningKeys()
            let token = try await accounts.accessTokens.issue(for: user)
            try await body(accounts, user, token, TokenForge(pool))
        }
    }

    @Test func `a token names its user for 15 minutes and not a second longer`() async throws {
        try await withToken { (accounts, user, token, _) async throws in
            let atFirst = try await accounts.user(accessToken: token)
            #expect(atFirst == user)
            clock.advance(by: 899)
            #expect(try await accounts.user(accessToken: token) == user)
            clock.advance(by: 1)
            #expect(try await accounts.user(accessToken: token) == nil)
        }
    }

    @Test func `the claims are those that were promised`() async throws {
        try await withToken { (accounts, user, token, forge) async throws in
            let parts = token.split(separator: ".")
            let header = try members(parts[0])
            #expect(header as NSDictionary == forge.header() as NSDictionary)
            var claims = try members(parts[1])
            #expect((claims["jti"] as? String)?.isEmpty == false)
            claims["jti"] = "x"
            #expect(claims as NSDictionary == forge.claims(user, at: clock.now) as NSDictionary)
            #expect(token.utf8.count < 600)
        }
    }

    private func members(_ part: Substring) throws -> [String: Any] {
        let json = try #require(Data(base64URL: part))
        return try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    }

    @Test func `a forged token differs from a real one in nothing but what each test changes`() async throws {
        try await withToken { (accounts, user, _, forge) async throws in
            let token = try forge.token(forge.header(), forge.claims(user, at: clock.now))
            #expect(try await accounts.user(accessToken: token) == user)
        }
    }

    @Test func `a changed character anywhere is noticed`() async throws {
        try await withToken { (accounts, _, token, _) async throws in
            let characters = Array(token)
            // The last one also carries bits that mean nothing; see RFC 4648, section 3.5.
            for index in characters.indices.dropLast() {
                var changed = characters
                changed[index] = changed[index] == "A" ? "B" : "A"
                #expect(try await accounts.user(accessToken: String(changed)) == nil, "character \(index)")
            }
        }
    }

    @Test func `the part of another token doesn't fit`() async throws {
        try await withToken { (accounts, user, token, _) async throws in
            let other = try await signedInUser(.admin, on: accounts.pool)
            let (mine, theirs) = (
                token.split(separator: "."), try await accounts.accessTokens.issue(for: other).split(separator: ".")
            )
            #expect(try await accounts.user(accessToken: "\(mine[0]).\(theirs[1]).\(mine[2])") == nil)
            #expect(try await accounts.user(accessToken: "\(mine[0]).\(mine[1]).\(theirs[2])") == nil)
        }
    }

    @Test func `no signature is no proof, whatever the header says`() async throws {
        try await withToken { (accounts, user, token, forge) async throws in
            let claims = forge.claims(user, at: clock.now)
            for name in ["none", "None", "NONE", "nOnE"] {
                let header = forge.header(["alg": name])
                for signature in [Data(), Data([0])] {
                    let unsigned = try forge.token(header, claims) { _ in signature }
                    #expect(try await accounts.user(accessToken: unsigned) == nil)
                }
            }
            let unsigned = token.split(separator: ".").dropLast().joined(separator: ".")
            for form in [unsigned, unsigned + ".", unsigned + "..", token + ".", "." + token] {
                #expect(try await accounts.user(accessToken: form) == nil)
            }
        }
    }

    @Test func `the public key is no secret for HMAC`() async throws {
        try await withToken { (accounts, user, _, forge) async throws in
            let key = forge.key.publicKey
            let forms = [key.rawRepresentation, key.x963Representation, Data(key.pemRepresentation.utf8)]
            for form in forms {
                for algorithm in ["HS256", "ES256"] {
                    let token = try forge.token(
                        forge.header(["alg": algorithm]), forge.claims(user, at: clock.now)
                    ) { Data(HMAC<SHA256>.authenticationCode(for: $0, using: SymmetricKey(data: form))) }
                    #expect(try await accounts.user(accessToken: token) == nil)
                }
            }
        }
    }

    @Test func `a header that asks for anything else is refused although our key signed it`() async throws {
        try await withToken { (accounts, user, _, forge) async throws in
            let jwk = ["kty": "EC", "crv": "P-256", "x": forge.key.publicKey.coordinates.x]
            let changes: [[String: Any?]] = [
                ["alg": "ES384"], ["alg": "RS256"], ["alg": nil], ["typ": "JWT"], ["typ": nil], ["typ": 7],
                ["kid": nil], ["kid": "another"], ["kid": ""], ["kid": 1], ["crit": ["exp"]], ["jwk": jwk],
                ["jku": "http://127.0.0.1/keys"], ["x5u": "http://127.0.0.1/"], ["b64": false], ["zip": "DEF"],
            ]
            for change in changes {
                let token = try forge.token(forge.header(change), forge.claims(user, at: clock.now))
                #expect(try await accounts.user(accessToken: token) == nil, "\(change)")
            }
        }
    }

    @Test func `claims that aren't ours are refused although our key signed them`() async throws {
        try await withToken { (accounts, user, _, forge) async throws in
            let now = Int(clock.now.timeIntervalSince1970)
            let changes: [[String: Any?]] = [
                ["aud": "another"], ["aud": ["istri-api", "another"]], ["aud": nil], ["iss": "another"], ["iss": nil],
                ["exp": now], ["exp": now - 1], ["exp": nil], ["exp": "9999999999"], ["nbf": now + 61], ["nbf": nil],
                ["iat": now + 61], ["iat": nil], ["sub": String(user.id + 1)], ["sub": nil], ["sub": user.id],
                ["sid": "0"], ["sid": nil], ["sid": "1 OR 1=1"], ["role": "root"], ["role": nil], ["jti": nil],
            ]
            for change in changes {
                let token = try forge.token(forge.header(), forge.claims(user, at: clock.now, change))
                #expect(try await accounts.user(accessToken: token) == nil, "\(change)")
            }
        }
    }

    @Test func `the role is the account's, not the token's`() async throws {
        try await withToken { (accounts, user, _, forge) async throws in
            let token = try forge.token(forge.header(), forge.claims(user, at: clock.now, ["role": "admin"]))
            #expect(try await accounts.user(accessToken: token)?.role == .provider)
        }
    }

    @Test func `another installation's token is refused`() async throws {
        try await withToken { (accounts, user, _, forge) async throws in
            let key = P256.Signing.PrivateKey()
            let token = try forge.token(forge.header(), forge.claims(user, at: clock.now)) {
                try key.signature(for: $0).rawRepresentation
            }
            #expect(try await accounts.user(accessToken: token) == nil)
        }
    }

    @Test func `text that isn't a token at all is refused`() async throws {
        try await withToken { (accounts, user, _, forge) async throws in
            let huge = forge.claims(user, at: clock.now, ["more": String(repeating: "x", count: 4096)])
            let texts = [
                "", ".", "..", "a.b.c", "eyJ.eyJ.eyJ", String(repeating: "a", count: 1_000_000),
                String(repeating: ".", count: 2000), "{}.{}.{}", "\u{0}.\u{0}.\u{0}", "தமிழ்.தமிழ்.தமிழ்",
                try forge.token(forge.header(), huge), try forge.token(forge.header(), huge) { _ in Data() },
            ]
            for text in texts { #expect(try await accounts.user(accessToken: text) == nil) }
        }
    }

    @Test func `a node whose clock is 59 s behind takes the token, and one 61 s behind doesn't`() async throws {
        try await withToken { (accounts, user, token, _) async throws in
            let behind = Accounts.node(accounts.pool, TestClock(clock.now.addingTimeInterval(-59)))
            #expect(try await behind.user(accessToken: token) == user)
            let farBehind = Accounts.node(accounts.pool, TestClock(clock.now.addingTimeInterval(-61)))
            #expect(try await farBehind.user(accessToken: token) == nil)
        }
    }

    @Test(arguments: [
        "UPDATE sessions SET ended_at = now(), end_reason = 'signed_out'",
        "UPDATE sessions SET expires_at = now()",
        "UPDATE sessions SET last_seen_at = now() - interval '15 days'",
        "UPDATE users SET status = 'suspended'",
        "DELETE FROM sessions",
    ])
    func `a token ends with its session`(change: String) async throws {
        try await withToken { (accounts, user, token, _) async throws in
            #expect(try await accounts.user(accessToken: token) == user)
            try await accounts.pool.execute(Query(unsafeSQL: change))
            #expect(try await accounts.user(accessToken: token) == nil)
        }
    }
}
