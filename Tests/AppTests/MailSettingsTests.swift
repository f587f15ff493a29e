import Configuration
import Gateways
import SystemPackage
import Testing

@testable import App

struct MailSettingsTests {
    private func settings(_ values: [String: String]) throws -> Settings {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider)))
    }

    @Test func `without a mail server, mails have a sender and links lead to this node`() throws {
        let settings = try settings(["ISTRI_HOST": "0.0.0.0", "ISTRI_PORT": "9000"])
        #expect(settings.mail.smtp == nil)
        #expect(settings.mail.sender.address.text == "noreply@localhost")
        #expect(settings.publicURL == "http://localhost:9000")
        #expect(try self.settings(["ISTRI_HOST": "::1"]).publicURL == "http://[::1]:8080")
    }

    @Test func `a mail server is read with all that belongs to it`() throws {
        let settings = try settings([
            "ISTRI_SMTP_URL": "smtp://istri:p%40ss@mail.example.org", "ISTRI_SMTP_CONNECTIONS": "4",
            "ISTRI_SMTP_CA_FILE": "/etc/passwd", "ISTRI_MAIL_FROM": "Istri <noreply@example.org>",
            "ISTRI_PUBLIC_URL": "https://istri.example.org/",
        ])
        let smtp = try #require(settings.mail.smtp)
        #expect((smtp.host, smtp.port, smtp.connections) == ("mail.example.org", 587, 4))
        #expect(smtp.security == .starttls)
        #expect(smtp.credentials?.password == "p@ss")
        #expect(smtp.trustFile == "/etc/passwd")
        #expect(smtp.sender.name == "Istri")
        #expect(settings.publicURL == "https://istri.example.org")
    }

    @Test(arguments: [
        ["ISTRI_MAIL_FROM": "nobody"], ["ISTRI_MAIL_FROM": "A\r\nBcc: b@example.org <a@example.org>"],
        ["ISTRI_SMTP_URL": "smtp://mail.example.org"],
        ["ISTRI_SMTP_URL": "mail.example.org", "ISTRI_MAIL_FROM": "a@example.org"],
        ["ISTRI_SMTP_URL": "smtp://a:hunter2@h", "ISTRI_SMTP_TLS": "off", "ISTRI_MAIL_FROM": "a@example.org"],
        ["ISTRI_SMTP_TLS": "perhaps"], ["ISTRI_SMTP_CA_FILE": "/nowhere"],
        ["ISTRI_PUBLIC_URL": "http://istri.example.org"], ["ISTRI_PUBLIC_URL": "https://istri.example.org/x"],
        ["ISTRI_PUBLIC_URL": "istri.example.org"], ["ISTRI_PUBLIC_URL": "javascript:alert(1)"],
    ])
    func `a wrong value is refused in one line that names a variable of it`(values: [String: String]) {
        let refusal = #expect(throws: Refusal.self) { try settings(values) }
        let text = refusal?.description ?? ""
        #expect(values.keys.contains { text.hasPrefix($0) })
        #expect(!text.contains("\n") && !text.contains("hunter2"))
    }

    @Test func `the mail server's password never shows`() throws {
        let settings = try settings([
            "ISTRI_SMTP_URL": "smtps://istri:hunter2@mail.example.org", "ISTRI_MAIL_FROM": "a@example.org",
        ])
        #expect(!"\(settings)".contains("hunter2"))
        #expect(!String(reflecting: settings).contains("hunter2"))
    }
}
