import Configuration
import Foundation
import Gateways
import Marketplace

extension Settings {
    /// How people are reached by phone.
    struct Texts: Sendable {
        enum Gateway: Sendable {
            case form(TextFormConfiguration)
            case twilio(TwilioConfiguration)
        }

        /// From ISTRI_SMS_*; nil: there are no text messages.
        var gateway: Gateway?
        /// From ISTRI_WHATSAPP_*; nil: there are no WhatsApp messages.
        var whatsApp: WhatsAppConfiguration?
    }

    static func readTexts(_ reader: SettingsReader) throws -> Texts {
        Texts(gateway: try reader.textGateway(), whatsApp: try reader.whatsApp())
    }
}

private enum TextGatewayKind: String, CaseIterable {
    case form, twilio
}

extension SettingsReader {
    fileprivate func textGateway() throws -> Settings.Texts.Gateway? {
        guard let text = try text("istri.sms.gateway") else { return nil }
        guard let kind = TextGatewayKind(rawValue: text) else {
            throw wrong("istri.sms.gateway", text, "one of form, twilio")
        }
        switch kind {
        case .form: return .form(try form())
        case .twilio: return .twilio(try twilio())
        }
    }

    private func form() throws -> TextFormConfiguration {
        guard let url = try serviceURL("istri.sms.url") else {
            throw missing("ISTRI_SMS_URL", for: "ISTRI_SMS_GATEWAY")
        }
        return TextFormConfiguration(
            url: url, fields: try formFields(), authorization: hidden("istri.sms.authorization"),
            templates: try templates(), idPath: try text("istri.sms.id.path"))
    }

    private func twilio() throws -> TwilioConfiguration {
        guard let account = try text("istri.twilio.account") else {
            throw missing("ISTRI_TWILIO_ACCOUNT", for: "ISTRI_SMS_GATEWAY")
        }
        guard let token = hidden("istri.twilio.token") else {
            throw missing("ISTRI_TWILIO_TOKEN", for: "ISTRI_SMS_GATEWAY")
        }
        return TwilioConfiguration(
            url: try serviceURL("istri.sms.url") ?? TwilioConfiguration.live, accountID: account, token: token,
            templates: try templates())
    }

    fileprivate func whatsApp() throws -> WhatsAppConfiguration? {
        guard let number = try text("istri.whatsapp.phone.id") else { return nil }
        guard let token = hidden("istri.whatsapp.token") else {
            throw missing("ISTRI_WHATSAPP_TOKEN", for: "ISTRI_WHATSAPP_PHONE_ID")
        }
        return WhatsAppConfiguration(
            url: try serviceURL("istri.whatsapp.url") ?? WhatsAppConfiguration.live, phoneNumberID: number, token: token
        )
    }

    /// Fields `name=value` joined by `&`, as a gateway's manual shows them, with gaps in the values.
    private func formFields() throws -> [TextFormConfiguration.Field] {
        guard let text = try text("istri.sms.fields") else {
            throw missing("ISTRI_SMS_FIELDS", for: "ISTRI_SMS_GATEWAY")
        }
        return try text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let value = parts[1].removingPercentEncoding else {
                throw wrong("istri.sms.fields", text, "fields as in to={to_digits}&template={template_id}&text={text}")
            }
            return TextFormConfiguration.Field(String(parts[0]), value)
        }
    }

    private func templates() throws -> RegisteredTemplates {
        guard let sender = try text("istri.sms.sender") else {
            throw missing("ISTRI_SMS_SENDER", for: "ISTRI_SMS_GATEWAY")
        }
        guard let text = try text("istri.sms.templates") else {
            throw missing("ISTRI_SMS_TEMPLATES", for: "ISTRI_SMS_GATEWAY")
        }
        var ids: [String: String] = [:]
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw wrong(
                    "istri.sms.templates", text, "numbers by template, as in login_code.en=1107,login_code.ta=1108")
            }
            ids[parts[0]] = parts[1]
        }
        var templates = RegisteredTemplates(
            sender: sender, entityID: try self.text("istri.sms.entity.id") ?? "", ids: ids)
        if let header = try self.text("istri.sms.offers.sender") { templates.senders[OfferNotice.kind] = header }
        return templates
    }

    private func serviceURL(_ key: String) throws -> MessageServiceURL? {
        guard let text = try text(key) else { return nil }
        guard let url = MessageServiceURL(text) else {
            throw wrong(key, text, "an address as https://sms.example.org/send (http for this machine alone)")
        }
        return url
    }

    private func hidden(_ key: String) -> HiddenText? {
        config.string(forKey: ConfigKey(key), isSecret: true).flatMap { $0.isEmpty ? nil : HiddenText($0) }
    }

    private func missing(_ name: String, for other: String) -> Refusal {
        Refusal("\(other) is set, so \(name) must be too.")
    }
}
