import Foundation

extension MailGateway {
    /// Sends over SMTP, on threads of its own that keep their connections while there is something to send.
    package static func smtp(_ configuration: SMTPConfiguration) -> MailGateway {
        let threads = BlockingThreads(
            name: "smtp", count: configuration.connections, queueLimit: configuration.queueLimit
        ) {
            SMTPConnection(configuration)
        }
        return MailGateway { message in
            let mail = try MIMEMessage(message, from: configuration.sender, id: message.id ?? UUID())
            try await threads.run { connection, flag in try connection.send(mail, unless: flag) }
        }
    }
}
