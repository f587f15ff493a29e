import AsyncHTTPClient
import Foundation

/// Text messages over Twilio's form (Messages resource of the API of 2010-04-01). It matches the words with the
/// registered template itself.
package struct TwilioConfiguration: Sendable {
    package var url: MessageServiceURL
    package var accountID: String
    package var token: HiddenText
    package var templates: RegisteredTemplates
    package var timeout: Duration = .seconds(10)

    package static let live = MessageServiceURL("https://api.twilio.com")!

    package init(
        url: MessageServiceURL = TwilioConfiguration.live, accountID: String, token: HiddenText,
        templates: RegisteredTemplates
    ) {
        self.url = url
        self.accountID = accountID
        self.token = token
        self.templates = templates
    }

    /// Too many at one time: these pass (error dictionary: 20429, 14107, 30001 queue overflow, 30022 rate).
    static let passing: Set<String> = ["20429", "14107", "30001", "30022"]
}

extension TextMessageGateway {
    package static func twilio(_ configuration: TwilioConfiguration) -> TextMessageGateway {
        let transport = MessageTransport(timeout: configuration.timeout)
        let account = configuration.accountID.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let url = "\(configuration.url.text)/2010-04-01/Accounts/\(account)/Messages.json"
        return TextMessageGateway { message in
            _ = try configuration.templates.id(of: message.template)
            let sender = configuration.templates.sender(of: message.template)
            var request = HTTPClientRequest.form(
                url,
                [
                    ("To", message.to), (sender.hasPrefix("MG") ? "MessagingServiceSid" : "From", sender),
                    ("Body", message.text),
                ])
            request.setBasicAuth(username: configuration.accountID, password: configuration.token.value)
            let reply = try await transport.post(request)
            guard reply.status < 300 else {
                let code = reply.text(at: "code") ?? "none"
                let reason = "the gateway refused the message with status \(reply.status), code \(code)"
                throw TwilioConfiguration.passing.contains(code)
                    ? DeliveryFailure.temporary(reason) : .permanent(reason)
            }
            guard let id = reply.text(at: "sid") else {
                throw DeliveryFailure.permanent("the gateway's answer has no 'sid'")
            }
            return id
        }
    }
}
