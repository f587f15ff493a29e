import Foundation
import HTTPTypes
import Testing

@testable import Gateways

/// Text messages over HTTP, against a server that stands in for the gateway.
struct TextGatewayTests {
    private static let templates = RegisteredTemplates(
        sender: "ISTRIS", entityID: "1101", ids: ["login_code.en": "1107160000000000001"])
    private static let message = TextMessage(
        to: "+919840012345", template: "login_code.en",
        variables: [.init("code", "012345"), .init("minutes", "10")],
        text: "012345 is your code & it's good for 10 minutes: சரி", key: "4f6b")

    private func form(
        _ address: String, fields: [TextFormConfiguration.Field] = [.init("to", "{to}")], idPath: String? = nil
    ) throws -> TextFormConfiguration {
        TextFormConfiguration(
            url: try #require(MessageServiceURL(address + "/send")), fields: fields,
            authorization: HiddenText("Bearer secret"), templates: Self.templates, idPath: idPath)
    }

    private func failure(_ gateway: TextMessageGateway, _ message: TextMessage = message) async -> DeliveryFailure? {
        await #expect(throws: DeliveryFailure.self) { _ = try await gateway.send(message) }
    }

    @Test func `a form has the fields that the settings name, filled in and encoded`() async throws {
        try await StandIn.with(.init(body: #"{"data":[{"id":"m-17"}]}"#)) { standIn, address in
            let fields: [TextFormConfiguration.Field] = [
                .init("mobile", "{to_digits}"), .init("short", "{to_national}"), .init("from", "{sender}"),
                .init("entity", "{entity_id}"), .init("template", "{template_id}"), .init("message", "{text}"),
                .init("VAR1", "{1}"), .init("VAR2", "{2}"), .init("ref", "{key}"), .init("none", "{unknown}"),
            ]
            let gateway = TextMessageGateway.form(try form(address, fields: fields, idPath: "data.0.id"))
            #expect(try await gateway.send(Self.message) == "m-17")
            let asked = try #require(standIn.asked.first)
            #expect(asked.method == "POST" && asked.path == "/send" && asked.authorization == "Bearer secret")
            #expect(asked.contentType == "application/x-www-form-urlencoded")
            #expect(
                asked.fields == [
                    "mobile=919840012345", "short=9840012345", "from=ISTRIS", "entity=1101",
                    "template=1107160000000000001", "message=\(Self.message.text)", "VAR1=012345", "VAR2=10",
                    "ref=4f6b", "none=",
                ])
            #expect(!asked.body.contains(" ") && asked.body.contains("%26"))
        }
    }

    @Test func `a template has its own header where one is registered`() async throws {
        try await StandIn.with(.init(body: "{}")) { standIn, address in
            var configuration = try form(
                address, fields: [.init("from", "{sender}"), .init("template", "{template_id}")])
            configuration.templates.ids["offer.en"] = "1107160000000000002"
            configuration.templates.senders["offer"] = "620001"
            let gateway = TextMessageGateway.form(configuration)
            var offer = Self.message
            offer.template = "offer.en"
            for message in [offer, Self.message] { _ = try await gateway.send(message) }
            #expect(
                standIn.asked.map(\.fields) == [
                    ["from=620001", "template=1107160000000000002"], ["from=ISTRIS", "template=1107160000000000001"],
                ])
        }
    }

    @Test func `what is put into a gap is no gap itself`() {
        #expect(Gaps.fill("{a} {b} {", ["a": "{b}", "b": "x"]) == "{b} x {")
        #expect(Gaps.names(in: "{a} {b} {") == ["a", "b"])
    }

    @Test func `a template without a number never leaves`() async throws {
        try await StandIn.with { standIn, address in
            var message = Self.message
            message.template = "login_code.ta"
            guard case .permanent(let reason) = await failure(.form(try form(address)), message) else {
                return #expect(Bool(false), "not permanent")
            }
            #expect(reason.contains("login_code.ta") && standIn.asked.isEmpty)
        }
    }

    @Test(arguments: [
        (HTTPResponse.Status.badRequest, true), (.unprocessableContent, true), (.unauthorized, false),
        (.forbidden, false), (.notFound, false), (.tooManyRequests, false), (.internalServerError, false),
        (.badGateway, false), (.requestTimeout, false),
    ])
    func `a refusal of the message is final, one of us or of the hour isn't`(
        status: HTTPResponse.Status, isFinal: Bool
    ) async throws {
        try await StandIn.with(.init(status: status, body: "<html>+919840012345</html>")) { standIn, address in
            let failure = await failure(.form(try form(address)))
            switch failure {
            case .permanent(let reason):
                #expect(isFinal && reason.contains("\(status.code)") && !reason.contains("98400"))
            case .temporary(let reason):
                #expect(!isFinal && reason.contains("\(status.code)") && !reason.contains("98400"))
            case nil: #expect(Bool(false), "no failure")
            }
            #expect(standIn.asked.count == 1)
        }
    }

    @Test func `an answer without the name that it should have is a refusal`() async throws {
        try await StandIn.with(.init(body: #"{"type":"error"}"#)) { _, address in
            guard case .permanent = await failure(.form(try form(address, idPath: "request_id"))) else {
                return #expect(Bool(false), "not permanent")
            }
        }
    }

    @Test func `a gateway that doesn't answer in time, or isn't there, may be asked again`() async throws {
        try await StandIn.with(.init(delay: .seconds(5))) { _, address in
            var slow = try form(address)
            slow.timeout = .milliseconds(300)
            let began = ContinuousClock.now
            guard case .temporary = await failure(.form(slow)) else { return #expect(Bool(false), "not temporary") }
            #expect(ContinuousClock.now - began < .seconds(4))
        }
        guard case .temporary = await failure(.form(try form("http://127.0.0.1:9"))) else {
            return #expect(Bool(false), "not temporary")
        }
    }

    @Test func `no redirect is followed`() async throws {
        try await StandIn.with { other, elsewhere in
            try await StandIn.with(.init(status: .temporaryRedirect, location: elsewhere + "/send")) { _, address in
                guard case .temporary = await failure(.form(try form(address))) else {
                    return #expect(Bool(false), "not temporary")
                }
            }
            #expect(other.asked.isEmpty)
        }
    }

    @Test func `Twilio's form names sender, number and words, and gives a name back`() async throws {
        try await StandIn.with(.init(status: .created, body: #"{"sid":"SM1","error_code":null}"#)) { standIn, address in
            let gateway = TextMessageGateway.twilio(
                TwilioConfiguration(
                    url: try #require(MessageServiceURL(address)), accountID: "AC1", token: HiddenText("secret"),
                    templates: Self.templates))
            #expect(try await gateway.send(Self.message) == "SM1")
            let asked = try #require(standIn.asked.first)
            #expect(asked.path == "/2010-04-01/Accounts/AC1/Messages.json")
            #expect(asked.authorization == "Basic \(Data("AC1:secret".utf8).base64EncodedString())")
            #expect(asked.fields == ["To=+919840012345", "From=ISTRIS", "Body=\(Self.message.text)"])
        }
    }

    @Test(arguments: [("21211", true), ("20429", false), ("30001", false)])
    func `Twilio's codes say whether it may pass`(code: String, isFinal: Bool) async throws {
        try await StandIn.with(.init(status: .badRequest, body: #"{"code":\#(code),"message":"x"}"#)) { _, address in
            let gateway = TextMessageGateway.twilio(
                TwilioConfiguration(
                    url: try #require(MessageServiceURL(address)), accountID: "AC1", token: HiddenText("secret"),
                    templates: Self.templates))
            switch await failure(gateway) {
            case .permanent(let reason): #expect(isFinal && reason.contains(code))
            case .temporary(let reason): #expect(!isFinal && reason.contains(code))
            case nil: #expect(Bool(false), "no failure")
            }
        }
    }

    @Test(arguments: [
        "http://sms.example.org/", "https://user@sms.example.org", "https://sms.example.org/?a=b", "sms.example.org",
        "",
        "ftp://sms.example.org",
    ])
    func `an address to which keys would go in the clear isn't taken`(text: String) {
        #expect(MessageServiceURL(text) == nil)
    }

    @Test func `keys never show`() {
        let configuration = TwilioConfiguration(
            accountID: "AC1", token: HiddenText("hunter2"), templates: Self.templates)
        #expect(!"\(configuration)".contains("hunter2") && !String(reflecting: configuration).contains("hunter2"))
    }
}
