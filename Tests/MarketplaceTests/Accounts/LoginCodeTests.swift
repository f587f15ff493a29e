import Foundation
import Gateways
import Postgres
import Testing

@testable import Marketplace

struct LoginCodeTests {
    private func use(_ code: ProvenLoginCode, _ one: Correspondence) async throws {
        _ = try await one.pool.withTransaction { transaction in
            try await one.accounts.useLoginCode(code, isSignedIn: true, by: .system, on: transaction)
        }
    }

    private func wrong(_ code: String) -> String { code == "000000" ? "000001" : "000000" }

    @Test func `the code that was sent proves its user, once`() async throws {
        try await Correspondence.with { one in
            let code = try await one.code()
            #expect(code.wholeMatch(of: /[0-9]{6}/) != nil)
            let proven = try #require(try await one.accounts.checkLoginCode(phone: one.phone, code: code))
            #expect(proven.userID == one.userID)
            try await use(proven, one)
            #expect(try await one.count("SELECT count(*) FROM users WHERE phone_verified_at IS NOT NULL") == 1)
            #expect(try await one.accounts.checkLoginCode(phone: one.phone, code: code) == nil)
            await #expect(throws: AccountError.wrongCredentials) { try await use(proven, one) }
        }
    }

    @Test func `a sign-in that fails afterwards leaves the code good, but spends a try`() async throws {
        try await Correspondence.with { one in
            let code = try await one.code()
            struct SecondFactorMissing: Error {}
            for _ in 1...4 {
                let proven = try #require(try await one.accounts.checkLoginCode(phone: one.phone, code: code))
                await #expect(throws: SecondFactorMissing.self) {
                    try await one.pool.withTransaction { transaction in
                        _ = try await one.accounts.useLoginCode(
                            proven, isSignedIn: true, by: .system, on: transaction)
                        throw SecondFactorMissing()
                    }
                }
            }
            try await use(#require(try await one.accounts.checkLoginCode(phone: one.phone, code: code)), one)
        }
    }

    @Test func `after five wrong tries the right code is worth nothing, however they came`() async throws {
        try await Correspondence.with { one in
            let code = try await one.code()
            let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 1...8 {
                    group.addTask { try await one.accounts.checkLoginCode(phone: one.phone, code: wrong(code)) != nil }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { !$0 })
            #expect(try await one.accounts.checkLoginCode(phone: one.phone, code: code) == nil)
            #expect(try await one.count("SELECT max(blind_tries)::bigint FROM login_codes") == 5)
        }
    }

    @Test func `whoever asked for a code keeps it and its tries, whatever strangers do`() async throws {
        try await Correspondence.with { one in
            let (mine, theirs) = (OpaqueToken.random(), OpaqueToken.random())
            let code = try await one.code(for: mine)
            for _ in 1...7 {
                #expect(try await one.accounts.checkLoginCode(phone: one.phone, code: wrong(code)) == nil)
            }
            #expect(try await one.accounts.checkLoginCode(phone: one.phone, code: code) == nil, "without the secret")
            var other = try await one.code(for: theirs)
            while other == code { other = try await one.code(for: theirs) }
            let check = one.accounts.checkLoginCode
            #expect(try await check(one.phone, code, theirs, nil) == nil)
            #expect(try await check(one.phone, code, .random(), nil) == nil)
            let proven = try #require(try await check(one.phone, code, mine, nil))
            try await use(proven, one)
            #expect(try await check(one.phone, other, theirs, nil) == nil, "signing in voids all of them")
        }
    }

    @Test func `with the secret too, five wrong tries are all`() async throws {
        try await Correspondence.with { one in
            let mine = OpaqueToken.random()
            let code = try await one.code(for: mine)
            for _ in 1...5 {
                #expect(
                    try await one.accounts.checkLoginCode(phone: one.phone, code: wrong(code), request: mine) == nil)
            }
            #expect(try await one.accounts.checkLoginCode(phone: one.phone, code: code, request: mine) == nil)
            #expect(try await one.count("SELECT max(tries)::bigint FROM login_codes") == 5)
        }
    }

    @Test func `a new code voids the one before`() async throws {
        try await Correspondence.with { one in
            let first = try await one.code()
            var second = try await one.code()
            while second == first { second = try await one.code() }
            #expect(try await one.accounts.checkLoginCode(phone: one.phone, code: first) == nil)
            #expect(try await one.accounts.checkLoginCode(phone: one.phone, code: second) != nil)
        }
    }

    @Test func `an account gets twenty codes a day, whoever asks for them`() async throws {
        try await Correspondence.with { one in
            for _ in 1...22 {
                try await one.notifications.send(SendLoginCodeJob(phone: one.phone.text, requestedAt: Date()))
            }
            #expect(one.outbox.sentTexts().count == 20)
            _ = try await one.pool.execute(
                """
                UPDATE login_codes SET created_at = created_at - interval '25 hours',
                    expires_at = expires_at - interval '25 hours'
                """)
            _ = try await one.code()
            #expect(one.outbox.sentTexts().count == 21)
            #expect(try await one.count("SELECT count(*) FROM login_codes") == 1)
        }
    }

    @Test(arguments: [
        "UPDATE login_codes SET created_at = created_at - interval '1 hour', expires_at = expires_at - interval '1 hour'",
        "UPDATE users SET phone = '+919840099999'",
    ])
    func `an expired code, or one of a number that was given up, is worth nothing`(change: String) async throws {
        try await Correspondence.with { one in
            let code = try await one.code()
            _ = try await one.pool.execute(.init(unsafeSQL: change))
            for phone in [one.phone, PhoneNumber("+919840099999")!] {
                #expect(try await one.accounts.checkLoginCode(phone: phone, code: code) == nil)
            }
        }
    }

    @Test func `unknown numbers and late questions get no code, and nothing is told`() async throws {
        try await Correspondence.with { one in
            _ = try await one.accounts.requestLoginCode(PhoneNumber("9840099999")!)
            try await one.notifications.send(SendLoginCodeJob(phone: "+919840099999", requestedAt: Date()))
            try await one.notifications.send(
                SendLoginCodeJob(phone: one.phone.text, requestedAt: Date(timeIntervalSinceNow: -700)))
            #expect(one.outbox.sentTexts().isEmpty)
            #expect(try await one.accounts.checkLoginCode(phone: PhoneNumber("9840099999")!, code: "123456") == nil)
        }
    }

    @Test func `what nobody can use any more is forgotten`() async throws {
        try await Correspondence.with { one in
            _ = try await (one.code(), one.resetMail())
            try await one.accounts.deleteExpiredAccountTokens()
            let kept = try await (
                one.count("SELECT count(*) FROM login_codes"), one.count("SELECT count(*) FROM account_tokens")
            )
            #expect(kept == (1, 1))
            for table in ["login_codes", "account_tokens"] {
                _ = try await one.pool.execute(
                    """
                    UPDATE \(identifier: table) SET created_at = created_at - interval '25 hours',
                        expires_at = expires_at - interval '25 hours'
                    """)
            }
            try await one.accounts.deleteExpiredAccountTokens()
            let left = try await (
                one.count("SELECT count(*) FROM login_codes"), one.count("SELECT count(*) FROM account_tokens")
            )
            #expect(left == (0, 0))
        }
    }

    @Test func `neither the queue nor the table holds the code`() async throws {
        try await Correspondence.with { one in
            _ = try await one.accounts.requestLoginCode(one.phone)
            let code = try await one.code()
            let payload = try await one.pool.query("SELECT payload::text FROM jobs")[0].decode(String.self)
            let hash = try await one.pool.query("SELECT code_hash FROM login_codes")[0].decode(String.self)
            #expect(!payload.contains("\"\(code)\"") && hash.hasPrefix("$2"))
        }
    }

    @Test func `without a way to send text messages, whoever asks is told so`() async throws {
        try await Correspondence.with { one in
            var silent = one.accounts
            silent.sendsTextMessages = false
            let accounts = silent
            await #expect(throws: AccountMessageError.noTextMessages) {
                _ = try await accounts.requestLoginCode(one.phone)
            }
            let jobs = try await one.count("SELECT count(*) FROM jobs")
            #expect(jobs == 0)
        }
    }

    @Test func `the message says how long the code is good, in its reader's language`() async throws {
        try await Correspondence.with(language: .tamil) { one in
            _ = try await one.code()
            let message = try #require(one.outbox.sentTexts().first)
            #expect(message.to == "+919840012345")
            #expect(message.template == "login_code.ta")
            #expect(message.variables.last == .init("minutes", "10"))
        }
    }
}
