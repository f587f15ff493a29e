import Gateways
import Logging
import Marketplace
import SystemPackage

/// The ways out for messages to people.
extension Settings {
    func notifications(_ accounts: Accounts, isDemo: Bool, logger: Logger) -> Notifications {
        Notifications(
            accounts: accounts, mail: mailGateway(isDemo: isDemo, logger: logger), texts: textGateway(isDemo: isDemo),
            site: publicURL)
    }

    /// Without a mail server, mails stay in the folder `mail` of the data folder.
    private func mailGateway(isDemo: Bool, logger: Logger) -> MailGateway {
        if let smtp = mail.smtp { return .smtp(smtp) }
        let folder = dataFolder.appending("mail")
        if !isDemo {
            logger.warning(
                "ISTRI_SMTP_URL is not set: nobody gets mail, it stays in a folder", metadata: ["folder": "\(folder)"])
        }
        return .folder(folder, from: mail.sender)
    }

    /// A demonstration's text messages stay in the folder `messages` of the data folder. Nil: there are none, and
    /// whoever asks for a code is told so.
    private func textGateway(isDemo: Bool) -> TextMessageGateway? {
        isDemo ? .folder(dataFolder.appending("messages")) : nil
    }
}
