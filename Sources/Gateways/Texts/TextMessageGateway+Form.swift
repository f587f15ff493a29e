import AsyncHTTPClient
import Foundation
import NIOHTTP1

/// A text message gateway that takes a form over HTTP, as most do, each by field names of its own.
package struct TextFormConfiguration: Sendable {
    package struct Field: Sendable, Equatable {
        package var name: String
        /// Text with gaps: `{to}` (E.164), `{to_digits}` (without the plus), `{to_national}` (ten digits), `{sender}`,
        /// `{entity_id}`, `{template_id}`, `{text}`, `{key}`, and `{1}`, `{2}`… for the template's variables.
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package var url: MessageServiceURL
    package var fields: [Field]
    /// The header `Authorization`; nil: none.
    package var authorization: HiddenText?
    package var templates: RegisteredTemplates
    /// Where an answer of JSON names the message, as `messages.0.id`. An answer without it then counts as a refusal,
    /// since many gateways refuse with 200. Nil: any 2xx is a success.
    package var idPath: String?
    package var timeout: Duration = .seconds(10)

    package init(
        url: MessageServiceURL, fields: [Field], authorization: HiddenText? = nil, templates: RegisteredTemplates,
        idPath: String? = nil
    ) {
        self.url = url
        self.fields = fields
        self.authorization = authorization
        self.templates = templates
        self.idPath = idPath
    }
}

extension TextMessageGateway {
    package static func form(_ configuration: TextFormConfiguration) -> TextMessageGateway {
        let transport = MessageTransport(timeout: configuration.timeout)
        return TextMessageGateway { message in
            let gaps = try configuration.gaps(of: message)
            var request = HTTPClientRequest.form(
                configuration.url.text, configuration.fields.map { ($0.name, Gaps.fill($0.value, gaps)) })
            if let value = configuration.authorization {
                request.headers.add(name: "Authorization", value: value.value)
            }
            let reply = try await transport.post(request)
            guard reply.status < 300 else {
                throw DeliveryFailure.permanent("the gateway refused the message with status \(reply.status)")
            }
            guard let path = configuration.idPath else { return nil }
            guard let id = reply.text(at: path) else {
                throw DeliveryFailure.permanent("the gateway's answer has no '\(path)'")
            }
            return id
        }
    }
}

extension TextFormConfiguration {
    fileprivate func gaps(of message: TextMessage) throws(DeliveryFailure) -> [String: String] {
        var gaps = [
            "to": message.to, "to_digits": String(message.to.drop { $0 == "+" }),
            "to_national": String(message.to.suffix(10)), "sender": templates.sender(of: message.template),
            "entity_id": templates.entityID,
            "template_id": try templates.id(of: message.template), "text": message.text, "key": message.key ?? "",
        ]
        for (index, variable) in message.variables.enumerated() { gaps[String(index + 1)] = variable.value }
        return gaps
    }
}

/// Texts with gaps like `{name}`.
package enum Gaps {
    /// A gap of an unknown name is left empty. What is put in isn't looked at again.
    package static func fill(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            result += rest[..<start]
            result += values[String(rest[rest.index(after: start)..<end])] ?? ""
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    /// The names of a text's gaps, in their order.
    package static func names(in text: String) -> [String] {
        var names: [String] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            names.append(String(rest[rest.index(after: start)..<end]))
            rest = rest[rest.index(after: end)...]
        }
        return names
    }
}
