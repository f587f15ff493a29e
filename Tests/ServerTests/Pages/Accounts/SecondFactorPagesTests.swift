import Foundation
import Postgres
import TestSupport
import Testing

@testable import Marketplace
@testable import Server

/// `/account/second-factor`.
@Suite(.server) struct SecondFactorPagesTests {
    private static let path = "/account/second-factor"
    private var words: Words { Site.current[.english].words }

    private func form(_ page: WebPage, step: String) throws -> WebForm {
        try #require(page.forms(Self.path).first { $0.fields["step"] == step }, "\(page.text)")
    }

    @Test func `it is set up by a key and a code, gives recovery codes, and is removed`() async throws {
        let member = try await server.member()
        let browser = Browser(server, as: try await server.signIn(member))
        let start = try form(try await browser.open(Self.path), step: "start")
        let refused = try await browser.submit(start, ["password": "not this one"])
        #expect(refused.status == 422 && refused.error(of: "password") == words.text("errors.wrong_password"))
        let setUp = try await browser.submit(start, ["password": member.password])
        let confirm = try form(setUp, step: "confirm")
        let secret = confirm.fields["otp_secret"]
        #expect(setUp.html.contains("<code class=\"secret\" lang=\"en\">\(secret)</code>"))
        #expect(setUp.html.contains("href=\"otpauth://totp/Istri:"))
        let picture = try DrawnQRCode(in: setUp.html)
        #expect(try picture.read() == "QR-Code:" + confirm.fields["otp_uri"])
        #expect(setUp.html.contains("aria-label=\"\(words.text("accounts.setup.qr"))\""))
        let app = TOTP(secret: try #require(base32Decoded(secret)))
        let code = app.code(step: TOTP.step(at: Date()))
        let wrong = try await browser.submit(confirm, ["otp": code == "000000" ? "000001" : "000000"])
        #expect(wrong.status == 422 && wrong.error(of: "otp") == words.text("accounts.field.otp.wrong_app_code"))
        #expect(try form(wrong, step: "confirm").fields["otp_secret"] == secret)
        #expect(try DrawnQRCode(in: wrong.html).read() == picture.read())
        let codes = try await browser.submit(confirm, ["otp": app.code(step: TOTP.step(at: Date()))])
        #expect(codes.status == 200 && codes.text.contains(words.text("accounts.recovery.text")))
        let recovery = codes.html.matches(of: /<li>([A-Z2-7a-z-]{8,})<\/li>/).map { String($0.1) }
        #expect(recovery.count == RecoveryCode.count)

        let active = try await browser.open(Self.path)
        #expect(active.text.contains(words.text("accounts.factor.active")))
        let change = try #require(active.forms(Self.path).first)
        let renewed = try await browser.submit(
            change, ["step": "renew", "password": member.password, "otp": try #require(recovery.first)])
        let old = try #require(recovery.last)
        #expect(renewed.status == 200 && !renewed.html.contains(old))
        let unproven = try await browser.submit(change, ["step": "remove", "password": member.password])
        #expect(unproven.status == 422 && unproven.error(of: "otp") == words.text("accounts.field.otp.missing"))
        let fresh = try #require(renewed.html.firstMatch(of: /<li>([A-Z2-7a-z-]{8,})<\/li>/)).1
        let removed = try await browser.submit(
            change, ["step": "remove", "password": member.password, "otp": String(fresh)])
        #expect(removed.address == Self.path + "?done=accounts.second_factor_removed")
        _ = try form(removed, step: "start")
    }

    @Test func `a step that isn't one, or a key that isn't one of ours, leads back`() async throws {
        let member = try await server.member()
        let browser = Browser(server, as: try await server.signIn(member))
        let start = try form(try await browser.open(Self.path), step: "start")
        #expect(try await browser.submit(start, ["step": "other"]).address == Self.path)
        let forged = try await browser.submit(
            start, ["step": "confirm", "otp": "", "otp_secret": "<b>", "otp_uri": "javascript:alert(1)"])
        #expect(forged.address == Self.path && !forged.html.contains("javascript:"))
    }
}
