import Crypto
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Marketplace

/// The life of signing keys, on several nodes.
@Suite struct SigningKeyTests {
    private let clock = TestClock()
    private static let day: Double = 86_400

    private func keyCount(_ pool: PostgresPool) async throws -> Int {
        try await pool.query("SELECT count(*) FROM signing_keys")[0].decode(Int.self)
    }

    private func kid(_ token: String) throws -> String? {
        let header = try #require(Data(base64URL: token.prefix { $0 != "." }))
        return try (JSONSerialization.jsonObject(with: header) as? [String: Any])?["kid"] as? String
    }

    @Test func `nodes that start together make one key, and take each other's tokens`() async throws {
        try await withDatabase(.schema) { pool in
            let nodes = (0..<6).map { _ in Accounts.node(pool, clock) }
            let user = try await signedInUser(on: pool)
            let tokens = try await withThrowingTaskGroup(of: String.self) { group in
                for node in nodes {
                    group.addTask {
                        try await node.accessTokens.prepare()
                        return try await node.accessTokens.issue(for: user)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(try await keyCount(pool) == 1)
            for node in nodes { for token in tokens { #expect(try await node.user(accessToken: token) == user) } }
        }
    }

    @Test func `a new key is announced before it signs, and the old one verifies until its last token ends`()
        async throws
    {
        try await withDatabase(.schema) { pool in
            let node = Accounts.node(pool, clock, keyDays: 10)
            let user = try await signedInUser(on: pool)
            try await node.rotateSigningKeys()
            let first = try #require(try kid(try await node.accessTokens.issue(for: user)))

            clock.advance(by: 9 * Self.day)
            try await node.rotateSigningKeys()
            #expect(try await node.accessTokens.publishedKeys().map(\.kid) == [first])

            clock.advance(by: Self.day)
            try await node.rotateSigningKeys()
            let published = try await node.accessTokens.publishedKeys().map(\.kid)
            #expect(published.count == 2 && published[0] == first)
            clock.advance(by: 3599)
            let last = try await node.accessTokens.issue(for: user)
            #expect(try kid(last) == first)

            clock.advance(by: 1)
            let next = try await node.accessTokens.issue(for: user)
            #expect(try kid(next) == published[1])
            clock.advance(by: 898)
            try await node.rotateSigningKeys()
            #expect(try await node.user(accessToken: last) == user)
            #expect(try await node.accessTokens.publishedKeys().count == 2)

            clock.advance(by: 62)
            #expect(try await node.accessTokens.publishedKeys().map(\.kid) == [published[1]])
            try await node.rotateSigningKeys()
            #expect(try await keyCount(pool) == 1)
            #expect(try await node.user(accessToken: next) == nil)
        }
    }

    @Test func `rotating often or on all nodes at once makes no more keys than are due`() async throws {
        try await withDatabase(.schema) { pool in
            let nodes = (0..<4).map { _ in Accounts.node(pool, clock, keyDays: 1) }
            for _ in 0..<5 {
                for _ in 0..<3 {
                    try await withThrowingTaskGroup { group in
                        for node in nodes { group.addTask { try await node.rotateSigningKeys() } }
                        try await group.waitForAll()
                    }
                }
                #expect(try await keyCount(pool) <= 2)
                clock.advance(by: Self.day)
            }
            #expect(try await keyCount(pool) == 2)
        }
    }

    @Test func `a node learns of an unknown key from the database, but not on every stranger's word`() async throws {
        try await withDatabase(.schema) { pool in
            let reads = Counter()
            let cache = SigningKeyCache { [clock] in
                reads.increment()
                return try await SigningKeys.read(from: pool, secrets: .test, at: clock.now)
            }
            #expect(try await cache.keys().published(at: clock.now).isEmpty)
            for _ in 0..<100 { _ = try await cache.keysAfterUnknown() }
            #expect(reads.value == 1)
            try await Accounts.node(pool, clock).rotateSigningKeys()
            try await Task.sleep(for: SigningKeyCache.pause)
            #expect(try await cache.keysAfterUnknown().published(at: clock.now).count == 1)
            #expect(reads.value == 2)
        }
    }

    @Test func `a node with another secret key says so instead of making keys of its own`() async throws {
        try await withDatabase(.schema) { pool in
            let node = Accounts.node(pool, clock)
            try await node.rotateSigningKeys()
            let user = try await signedInUser(on: pool)
            let token = try await node.accessTokens.issue(for: user)
            let other = try #require(MasterKeys([UInt8](repeating: 9, count: 32)))
            await #expect(throws: SecretBoxError.sealedWithAnotherKey) {
                try await Accounts.node(pool, clock, secrets: SecretBox(other)).rotateSigningKeys()
            }
            let renewed = Accounts.node(pool, clock, secrets: SecretBox(other.adding(older: .test)))
            try await renewed.rotateSigningKeys()
            #expect(try await renewed.user(accessToken: token) == user)
        }
    }

    @Test func `the private key is not readable in the database`() async throws {
        try await withDatabase(.schema) { pool in
            try await Accounts.node(pool, clock).rotateSigningKeys()
            let forge = try await TokenForge(pool)
            let rows = try await pool.query("SELECT to_jsonb(signing_keys)::text FROM signing_keys")
            let hex = forge.key.rawRepresentation.map { String(format: "%02x", $0) }.joined()
            #expect(try rows[0].decode(String.self).contains(hex) == false)
        }
    }
}
