import Foundation
import SystemPackage

/// The mail server that takes our mails.
package struct SMTPConfiguration: Sendable {
    package enum Security: String, CaseIterable, Sendable {
        /// TLS from the first byte (port 465).
        case implicit
        /// TLS by STARTTLS, without which nothing is sent (port 587).
        case starttls
        /// No TLS, and so no password: for a relay on the same machine or network.
        case off
    }

    package struct Credentials: Sendable {
        package let user: String
        package let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    package var host: String
    package var port: Int
    package var security: Security
    package var credentials: Credentials?
    package var sender: MailSender
    /// Certificates (PEM) to trust instead of the system's.
    package var trustFile: FilePath?
    /// Mails that may be on their way at one time; each has a connection of its own.
    package var connections = 2
    package var connectTimeout: Duration = .seconds(10)
    /// For a whole mail, connecting included.
    package var timeout: Duration = .seconds(40)
    package var queueLimit = 1000

    package init(host: String, port: Int, security: Security, credentials: Credentials? = nil, sender: MailSender) {
        self.host = host
        self.port = port
        self.security = security
        self.credentials = credentials
        self.sender = sender
    }
}

extension SMTPConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without the password.
    package var description: String { "\(security.rawValue) \(host):\(port)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["server": description]) }
}

extension SMTPConfiguration {
    package enum URLError: Error, Sendable, Equatable {
        case notAServer
        /// A password would travel in the clear.
        case passwordWithoutTLS
        case securityContradictsScheme
    }

    /// - Parameters:
    ///   - url: `smtp://user:password@host:port` or `smtps://...`; user and password percent-encoded.
    ///   - security: Nil: what the scheme says, `smtp` meaning STARTTLS.
    package init(url: String, security: Security?, sender: MailSender) throws(URLError) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            parts.path.isEmpty || parts.path == "/", parts.query == nil, parts.fragment == nil,
            let natural: Security = ["smtp": .starttls, "smtps": .implicit][parts.scheme?.lowercased()],
            (1...65535).contains(parts.port ?? 25)
        else { throw .notAServer }
        guard security == nil || (security == .implicit) == (natural == .implicit) else {
            throw .securityContradictsScheme
        }
        guard (parts.user == nil) == (parts.password == nil) else { throw .notAServer }
        let chosen = security ?? natural
        guard chosen != .off || parts.user == nil else { throw .passwordWithoutTLS }
        let credentials = parts.user.flatMap { user in
            parts.password.map { Credentials(user: user, password: $0) }
        }
        let defaultPort = [Security.implicit: 465, .starttls: 587, .off: 25][chosen] ?? 25
        self.init(
            host: host.trimmingCharacters(in: ["[", "]"]), port: parts.port ?? defaultPort, security: chosen,
            credentials: credentials, sender: sender)
    }

    var curlURL: String {
        let scheme = security == .implicit ? "smtps" : "smtp"
        return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
