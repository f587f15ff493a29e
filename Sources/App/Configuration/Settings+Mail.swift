import Configuration
import Foundation
import Gateways
import SystemPackage

extension Settings {
    /// How people are written to.
    struct Mail: Sendable {
        /// From ISTRI_SMTP_URL; nil: mails stay in a folder.
        var smtp: SMTPConfiguration?
        var sender: MailSender
        /// From ISTRI_PUBLIC_URL, without a slash at its end; nil: where this very node listens.
        var publicURL: String?
    }

    static func readMail(_ reader: SettingsReader) throws -> Mail {
        let given = try reader.mailSender("istri.mail.from")
        let sender = given ?? MailSender("Istri <noreply@localhost>")!
        let smtp = try reader.smtp(sender: sender)
        guard smtp == nil || given != nil else {
            throw Refusal("ISTRI_SMTP_URL is set, so ISTRI_MAIL_FROM must be too, as in Istri <noreply@example.org>.")
        }
        return Mail(smtp: smtp, sender: sender, publicURL: try reader.origin("istri.public.url"))
    }

    /// The site's address as it stands in mails, without a slash at its end.
    var publicURL: String {
        if let url = mail.publicURL { return url }
        let everywhere = ["0.0.0.0", "::"].contains(host)
        let name = everywhere ? "localhost" : host.contains(":") ? "[\(host)]" : host
        return "http://\(name):\(port)"
    }
}

extension SettingsReader {
    fileprivate func mailSender(_ key: String) throws -> MailSender? {
        guard let text = try text(key) else { return nil }
        guard let sender = MailSender(text) else {
            throw wrong(key, text, "an address, or a name with one, as in Istri <noreply@example.org>")
        }
        return sender
    }

    /// The refusals don't repeat the URL: it may hold a password.
    fileprivate func smtp(sender: MailSender) throws -> SMTPConfiguration? {
        let security = try optionalChoice("istri.smtp.tls", SMTPConfiguration.Security.self)
        let trustFile = try file("istri.smtp.ca.file")
        guard let url = config.string(forKey: "istri.smtp.url", isSecret: true) else { return nil }
        do {
            var smtp = try SMTPConfiguration(url: url, security: security, sender: sender)
            smtp.trustFile = trustFile
            smtp.connections = try integer("istri.smtp.connections", in: 1...32, default: smtp.connections)
            return smtp
        } catch SMTPConfiguration.URLError.notAServer {
            throw Refusal(
                "ISTRI_SMTP_URL must be smtp://user:password@host:port or smtps://..., user and password "
                    + "percent-encoded or left out together.")
        } catch SMTPConfiguration.URLError.passwordWithoutTLS {
            throw Refusal("ISTRI_SMTP_URL has a password, which ISTRI_SMTP_TLS 'off' would send in the clear.")
        } catch SMTPConfiguration.URLError.securityContradictsScheme {
            throw Refusal("ISTRI_SMTP_TLS contradicts ISTRI_SMTP_URL: smtps is 'implicit', smtp 'starttls' or 'off'.")
        }
    }

    private func optionalChoice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _: Choice.Type
    ) throws -> Choice? where Choice.RawValue == String {
        guard let text = try text(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw wrong(key, text, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    private func file(_ key: String) throws -> FilePath? {
        guard let text = try text(key) else { return nil }
        guard FileManager.default.isReadableFile(atPath: text) else {
            throw wrong(key, text, "a file that can be read")
        }
        return FilePath(text)
    }

    /// Scheme, host and port. Browsers keep people signed in over https alone, except on the machine itself.
    fileprivate func origin(_ key: String) throws -> String? {
        guard let text = try text(key) else { return nil }
        let parts = URLComponents(string: text)
        guard let parts, let scheme = parts.scheme, let host = parts.host, !host.isEmpty, parts.user == nil,
            parts.path.isEmpty || parts.path == "/", parts.query == nil, parts.fragment == nil,
            scheme == "https" || (scheme == "http" && ["localhost", "127.0.0.1", "[::1]", "::1"].contains(host))
        else {
            throw wrong(key, text, "the site's address, as in https://istri.example.org (http for localhost alone)")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
