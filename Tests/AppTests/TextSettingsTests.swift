import Configuration
import Gateways
import Testing

@testable import App

struct TextSettingsTests {
    private func settings(_ values: [String: String]) throws -> Settings {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider)))
    }

    private static let templates = [
        "ISTRI_SMS_SENDER": "ISTRIS", "ISTRI_SMS_TEMPLATES": "login_code.en=1107, login_code.ta=1108",
    ]
    private static let form = templates.merging([
        "ISTRI_SMS_GATEWAY": "form", "ISTRI_SMS_URL": "https://sms.example.org/send",
        "ISTRI_SMS_FIELDS": "to={to_digits}&text={text}&route=4%3D5", "ISTRI_SMS_AUTHORIZATION": "hunter2",
        "ISTRI_SMS_ID_PATH": "request_id",
    ]) { $1 }
    private static let twilio = templates.merging([
        "ISTRI_SMS_GATEWAY": "twilio", "ISTRI_TWILIO_ACCOUNT": "AC1", "ISTRI_TWILIO_TOKEN": "hunter2",
    ]) { $1 }

    @Test func `without a gateway there are no messages by phone, but for a demonstration`() throws {
        let settings = try settings([:])
        #expect(settings.texts.gateway == nil && settings.texts.whatsApp == nil)
        #expect(settings.sendsTextMessages(isDemo: true) && !settings.sendsTextMessages(isDemo: false))
    }

    @Test func `a form is read with its fields and templates`() throws {
        let settings = try settings(Self.form)
        guard case .form(let form) = settings.texts.gateway else { return #expect(Bool(false), "no form") }
        #expect(form.fields == [.init("to", "{to_digits}"), .init("text", "{text}"), .init("route", "4=5")])
        #expect(form.templates.ids == ["login_code.en": "1107", "login_code.ta": "1108"])
        #expect(form.authorization?.value == "hunter2" && form.idPath == "request_id")
        #expect(settings.sendsTextMessages(isDemo: false))
    }

    @Test func `offers have a header of their own where one is set`() throws {
        var values = Self.form
        values["ISTRI_SMS_OFFERS_SENDER"] = "620001"
        guard case .form(let form) = try settings(values).texts.gateway else { return #expect(Bool(false), "no form") }
        #expect(form.templates.sender(of: "offer.ta") == "620001")
        #expect(form.templates.sender(of: "login_code.ta") == "ISTRIS")
    }

    @Test func `Twilio and WhatsApp go to their own addresses`() throws {
        var values = Self.twilio
        values["ISTRI_WHATSAPP_PHONE_ID"] = "1055"
        values["ISTRI_WHATSAPP_TOKEN"] = "hunter2"
        let settings = try settings(values)
        guard case .twilio(let twilio) = settings.texts.gateway else { return #expect(Bool(false), "no Twilio") }
        #expect(twilio.url.text == "https://api.twilio.com" && twilio.accountID == "AC1")
        #expect(settings.texts.whatsApp?.url.text.hasPrefix("https://graph.facebook.com/") == true)
    }

    @Test(arguments: [
        "ISTRI_SMS_URL", "ISTRI_SMS_FIELDS", "ISTRI_SMS_SENDER", "ISTRI_SMS_TEMPLATES",
    ])
    func `what a form can't do without is asked for`(name: String) {
        var values = Self.form
        values[name] = nil
        let refusal = #expect(throws: Refusal.self) { try settings(values) }
        #expect(refusal?.description.contains(name) == true)
    }

    @Test(arguments: [
        ("ISTRI_SMS_GATEWAY", "pigeon"), ("ISTRI_SMS_URL", "http://sms.example.org"), ("ISTRI_SMS_FIELDS", "to"),
        ("ISTRI_SMS_TEMPLATES", "login_code.en"),
    ])
    func `a wrong value is refused in a line that names it`(name: String, value: String) {
        var values = Self.form
        values[name] = value
        let refusal = #expect(throws: Refusal.self) { try settings(values) }
        #expect(refusal?.description.hasPrefix(name) == true)
        #expect(refusal?.description.contains("hunter2") == false)
    }

    @Test func `keys never show`() throws {
        var values = Self.twilio
        values["ISTRI_WHATSAPP_PHONE_ID"] = "1055"
        values["ISTRI_WHATSAPP_TOKEN"] = "hunter2"
        for settings in [try settings(values), try settings(Self.form)] {
            #expect(!"\(settings)".contains("hunter2") && !String(reflecting: settings).contains("hunter2"))
        }
    }
}
