import AsyncHTTPClient
import Foundation
import NIOHTTP1

/// WhatsApp Business over Meta's Cloud API.
package struct WhatsAppConfiguration: Sendable {
    /// With the version of the API, as `https://graph.facebook.com/v21.0`.
    package var url: MessageServiceURL
    package var phoneNumberID: String
    package var token: HiddenText
    package var timeout: Duration = .seconds(10)

    package static let live = MessageServiceURL("https://graph.facebook.com/v21.0")!

    package init(url: MessageServiceURL = WhatsAppConfiguration.live, phoneNumberID: String, token: HiddenText) {
        self.url = url
        self.phoneNumberID = phoneNumberID
        self.token = token
    }

    /// Rates, a service that is down, an account that is looked into (error codes of the Cloud API).
    static let passing: Set<String> = ["4", "80007", "130429", "131000", "131016", "131048", "131056", "133004"]
}

extension WhatsAppGateway {
    package static func cloud(_ configuration: WhatsAppConfiguration) -> WhatsAppGateway {
        let transport = MessageTransport(timeout: configuration.timeout)
        let number = configuration.phoneNumberID.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return WhatsAppGateway { message in
            var request = try HTTPClientRequest.json(
                "\(configuration.url.text)/\(number)/messages", CloudMessage(message))
            request.headers.add(name: "Authorization", value: "Bearer \(configuration.token.value)")
            let reply = try await transport.post(request)
            guard reply.status < 300 else {
                let code = reply.text(at: "error.code") ?? "none"
                let reason = "the service refused the message with status \(reply.status), code \(code)"
                throw WhatsAppConfiguration.passing.contains(code)
                    ? DeliveryFailure.temporary(reason) : .permanent(reason)
            }
            guard let id = reply.text(at: "messages.0.id") else {
                throw DeliveryFailure.permanent("the service's answer names no message")
            }
            return id
        }
    }
}

/// The body of a template message.
private struct CloudMessage: Encodable {
    struct Template: Encodable {
        struct Language: Encodable { let code: String }
        struct Parameter: Encodable {
            var type = "text"
            let text: String
        }
        struct Component: Encodable {
            var type = "body"
            let parameters: [Parameter]
        }

        let name: String
        let language: Language
        let components: [Component]
    }

    var messaging_product = "whatsapp"
    var recipient_type = "individual"
    let to: String
    var type = "template"
    let template: Template
    let biz_opaque_callback_data: String?

    init(_ message: WhatsAppMessage) {
        to = String(message.to.drop { $0 == "+" })
        // The service refuses line breaks and long gaps in a parameter.
        let parameters = message.parameters.map { parameter in
            Template.Parameter(text: parameter.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }
        template = Template(
            name: message.template, language: .init(code: message.language),
            components: parameters.isEmpty ? [] : [.init(parameters: parameters)])
        biz_opaque_callback_data = message.key
    }
}
