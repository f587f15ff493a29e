import Foundation
import HTTPTypes
import SystemPackage
import Testing

@testable import Gateways

struct WhatsAppGatewayTests {
    private static let message = WhatsAppMessage(
        to: "+919840012345", template: "booking_accepted", language: "ta",
        parameters: ["0C7Q2M1K", "01-12-2026\n09:00"], key: "4f6b")

    private func gateway(_ address: String) throws -> WhatsAppGateway {
        .cloud(
            WhatsAppConfiguration(
                url: try #require(MessageServiceURL(address + "/v21.0")), phoneNumberID: "1055",
                token: HiddenText("secret")))
    }

    @Test func `a template message is as the Cloud API takes it`() async throws {
        try await StandIn.with(.init(body: #"{"messages":[{"id":"wamid.1"}]}"#)) { standIn, address in
            #expect(try await gateway(address).send(Self.message) == "wamid.1")
            let asked = try #require(standIn.asked.first)
            #expect(asked.path == "/v21.0/1055/messages" && asked.authorization == "Bearer secret")
            #expect(asked.contentType == "application/json")
            let body = try #require(
                try JSONSerialization.jsonObject(with: Data(asked.body.utf8)) as? NSDictionary)
            #expect(
                body == [
                    "messaging_product": "whatsapp", "recipient_type": "individual", "to": "919840012345",
                    "type": "template", "biz_opaque_callback_data": "4f6b",
                    "template": [
                        "name": "booking_accepted", "language": ["code": "ta"],
                        "components": [
                            [
                                "type": "body",
                                "parameters": [
                                    ["type": "text", "text": "0C7Q2M1K"], ["type": "text", "text": "01-12-2026 09:00"],
                                ],
                            ]
                        ],
                    ],
                ] as NSDictionary)
        }
    }

    @Test(arguments: [
        (HTTPResponse.Status.badRequest, #"{"error":{"code":131026}}"#, true),
        (.badRequest, #"{"error":{"code":130429}}"#, false), (.unauthorized, #"{"error":{"code":190}}"#, false),
        (.internalServerError, "<html>", false), (.ok, "{}", true),
    ])
    func `what is final and what may pass`(status: HTTPResponse.Status, body: String, isFinal: Bool) async throws {
        try await StandIn.with(.init(status: status, body: body)) { _, address in
            let gateway = try gateway(address)
            let failure = await #expect(throws: DeliveryFailure.self) { _ = try await gateway.send(Self.message) }
            switch failure {
            case .permanent: #expect(isFinal)
            case .temporary: #expect(!isFinal)
            case nil: #expect(Bool(false), "no failure")
            }
        }
    }

    @Test func `a demonstration's messages lie in a folder`() async throws {
        try await withFolder { folder in
            var message = Self.message
            message.parameters = ["0C7Q2M1K"]
            #expect(try await WhatsAppGateway.folder(folder).send(message) == "4f6b")
            let file = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.string).first)
            #expect(
                try String(contentsOfFile: folder.appending(file).string, encoding: .utf8)
                    == "to: +919840012345\ntemplate: booking_accepted\nlanguage: ta\n1: 0C7Q2M1K\n")
        }
    }
}
