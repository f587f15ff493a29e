import Gateways
import Logging
import Marketplace
import SystemPackage

/// The ways out for messages to people.
extension Settings {
    func notifications(_ accounts: Accounts, isDemo: Bool, logger: Logger) -> Notifications {
        Notifications(
            accounts: accounts, mail: mailGateway(isDemo: isDemo, logger: logger),
            texts: textGateway(isDemo: isDemo, logger: logger), whatsApp: whatsAppGateway(isDemo: isDemo),
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

    /// Whether this installation has a way to send text messages.
    func sendsTextMessages(isDemo: Bool) -> Bool { isDemo || texts.gateway != nil }

    /// A demonstration's text messages stay in the folder `messages` of the data folder. Nil: there are none, and
    /// whoever asks for a code is told so.
    private func textGateway(isDemo: Bool, logger: Logger) -> TextMessageGateway? {
        switch texts.gateway {
        case .form(let form): return .form(form)
        case .twilio(let twilio): return .twilio(twilio)
        case nil: break
        }
        if isDemo { return .folder(dataFolder.appending("messages")) }
        logger.notice("ISTRI_SMS_GATEWAY is not set: nobody gets text messages, nor codes to sign in by phone")
        return nil
    }

    private func whatsAppGateway(isDemo: Bool) -> WhatsAppGateway? {
        if let whatsApp = texts.whatsApp { return .cloud(whatsApp) }
        return isDemo ? .folder(dataFolder.appending("whatsapp")) : nil
    }
}
