import Foundation
import SystemPackage

extension MailGateway {
    /// Keeps each mail as a file `<time>-<random>.eml`, in the order of their names, instead of sending it: for a
    /// demonstration, or where no mail server is configured yet. Only the account that runs the program can read them.
    package static func folder(_ path: FilePath, from sender: MailSender) -> MailGateway {
        let outbox = OutboxFolder(path: path, suffix: "eml")
        return MailGateway { message in
            let mail = try MIMEMessage(message, from: sender, id: message.id ?? UUID())
            try await outbox.add(mail.bytes)
        }
    }
}
