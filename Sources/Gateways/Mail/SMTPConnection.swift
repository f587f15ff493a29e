import CCurl
import SystemPackage

/// A connection to the mail server that lives from mail to mail. Belongs to one thread.
final class SMTPConnection {
    private let curl = CurlHandle()

    init(_ configuration: SMTPConfiguration) {
        curl.set(CURLOPT_URL, configuration.curlURL)
        curl.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        // The environment's proxies are for the web.
        curl.set(CURLOPT_PROXY, "")
        curl.set(CURLOPT_UPLOAD, 1)
        curl.set(CURLOPT_MAIL_FROM, "<\(configuration.sender.address.text)>")
        curl.set(CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout.milliseconds)
        curl.set(CURLOPT_TIMEOUT_MS, configuration.timeout.milliseconds)
        // Servers hang up on connections that rest; younger ones are taken for alive.
        curl.set(CURLOPT_MAXAGE_CONN, 30)
        secure(configuration)
        curl.setReader(SMTPTransfer.read)
        curl.setHeaderReceiver(SMTPTransfer.receiveReply)
        curl.setProgress(SMTPTransfer.progress)
    }

    private func secure(_ configuration: SMTPConfiguration) {
        curl.set(
            CURLOPT_USE_SSL, Int(configuration.security == .off ? CURLUSESSL_NONE.rawValue : CURLUSESSL_ALL.rawValue))
        curl.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        curl.set(CURLOPT_SSL_VERIFYPEER, 1)
        curl.set(CURLOPT_SSL_VERIFYHOST, 2)
        if let file = configuration.trustFile { curl.set(CURLOPT_CAINFO, file.string) }
        if let credentials = configuration.credentials {
            curl.set(CURLOPT_USERNAME, credentials.user)
            curl.set(CURLOPT_PASSWORD, credentials.password)
        }
    }

    /// Blocks until the server has taken the mail.
    ///
    /// - Throws: `DeliveryFailure`; `CancellationError` about a second after the flag was raised.
    func send(_ mail: MIMEMessage, unless flag: CancelFlag) throws {
        if flag.isRaised { throw CancellationError() }
        let transfer = SMTPTransfer(mail.bytes, flag)
        var code = perform(transfer, to: mail.recipient)
        if code != CURLE_OK, isBrokenOldConnection(transfer) {
            curl.set(CURLOPT_FRESH_CONNECT, 1)
            code = perform(transfer, to: mail.recipient)
            curl.set(CURLOPT_FRESH_CONNECT, 0)
        }
        if code == CURLE_OK { return }
        if flag.isRaised { throw CancellationError() }
        throw failure(code, transfer, mail)
    }

    private func perform(_ transfer: SMTPTransfer, to recipient: MailAddress) -> CURLcode {
        let recipients = curl_slist_append(nil, "<\(recipient.text)>")
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        curl.set(CURLOPT_MAIL_RCPT, pointer: recipients)
        curl.set(CURLOPT_INFILESIZE, transfer.bytes.count)
        for option in [CURLOPT_READDATA, CURLOPT_HEADERDATA, CURLOPT_XFERINFODATA] {
            curl.set(option, pointer: context)
        }
        defer {
            curl.set(CURLOPT_MAIL_RCPT, pointer: nil)
            curl_slist_free_all(recipients)
        }
        return withExtendedLifetime(transfer) { curl.perform() }
    }

    /// Whether the server had hung up on the connection kept from the last mail, which shows only when it is used:
    /// nothing of this mail has left, so a new connection may try once more.
    private func isBrokenOldConnection(_ transfer: SMTPTransfer) -> Bool {
        curl.number(CURLINFO_NUM_CONNECTS) == 0 && transfer.sent == 0 && curl.number(CURLINFO_RESPONSE_CODE) < 400
            && !transfer.flag.isRaised
    }

    /// Only the server's word about this very mail (5xx for the sender, the recipient or the content) is final. A
    /// server that greets with 5xx or doesn't take our password is the operator's matter, and mails can wait for it.
    private func failure(_ code: CURLcode, _ transfer: SMTPTransfer, _ mail: MIMEMessage) -> DeliveryFailure {
        let isAboutMail = code == CURLE_SEND_ERROR || (code == CURLE_WEIRD_SERVER_REPLY && transfer.sent > 0)
        let status = curl.number(CURLINFO_RESPONSE_CODE)
        var reason = curl.reason(code)
        if transfer.refusal.hasPrefix(String(status)) { reason += "; the mail server said: \(transfer.refusal)" }
        reason = reason.replacing(mail.recipient.text, with: "(recipient)")
        return isAboutMail && (500..<600).contains(status) ? .permanent(reason) : .temporary(reason)
    }
}
