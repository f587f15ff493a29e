import Foundation
import HTTPTypes
import SystemPackage
import TestSupport
import Testing
import Yams

@testable import Server

@Suite(.server) struct SpecificationRoutesTests {
    @Test func `the JSON says what the YAML says`() async throws {
        let reply = try await server.get("/api/openapi.json")
        #expect(reply.status == 200)
        #expect(reply.headers[.contentType] == "application/json; charset=utf-8")
        let file = Checkout.folder.pushing("Sources/Server/API/openapi.yaml").string
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let yaml = try #require(try Yams.load(yaml: text) as? [String: Any])
        #expect(try NSDictionary(dictionary: reply.object()).isEqual(to: yaml))
    }

    @Test func `who has it already isn't sent it again`() async throws {
        let first = try await server.get("/api/openapi.json")
        let tag = try #require(first.headers[.eTag])
        let again = try await server.send(.get, "/api/openapi.json", headers: [.ifNoneMatch: "\"other\", W/\(tag)"])
        #expect(again.status == 304 && again.text.isEmpty)
        let other = try await server.send(.get, "/api/openapi.json", headers: [.ifNoneMatch: "\"other\""])
        #expect(other.status == 200)
    }

    @Test(arguments: ["a: .inf", "? [1]\n: 2", ""])
    func `what JSON can't hold is refused`(yaml: String) {
        #expect(throws: (any Error).self) { try Specification(yaml: yaml) }
    }
}
