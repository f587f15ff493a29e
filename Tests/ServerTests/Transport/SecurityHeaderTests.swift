import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Marketplace
import NIOCore
import Testing

@testable import Server

@Suite(.server) struct SecurityHeaderTests {
    static let expected: [String: String] = [
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    ]

    @Test(arguments: [
        "/healthz", "/api/services", "/api/districts", "/api/nothing", "/api/providers/nearest", "/api/places?x=1",
    ])
    func `every answer carries them once, errors included`(address: String) async throws {
        for method in [HTTPRequest.Method.get, .head, .post] {
            let reply = try await server.send(method, address)
            for (name, value) in Self.expected {
                #expect(reply.headers[values: HTTPField.Name(name)!] == [value], "\(method) \(address) \(name)")
            }
            #expect(reply.headers[.strictTransportSecurity] == nil, "a browser must not be told over http")
            #expect(reply.headers[values: .requestID].count == 1)
        }
    }

    @Test func `other sites' pages may read nothing`() async throws {
        let headers: HTTPFields = [
            .origin: "https://elsewhere.example", .accessControlRequestMethod: "POST",
        ]
        for method in [HTTPRequest.Method.get, .options, .post] {
            let reply = try await server.send(method, "/api/services", headers: headers)
            #expect(!reply.headers.contains { $0.name.canonicalName.hasPrefix("access-control-") })
        }
    }

    @Test func `a page's own policy takes the place of the strict one`() {
        let fields = SecurityHeaders().fields(for: [.contentSecurityPolicy: "default-src 'self'"])
        #expect(fields[values: .contentSecurityPolicy] == ["default-src 'self'"])
    }

    @Test func `what answers a change is not to be kept`() async throws {
        for address in ["/api/nothing", "/api/services"] {
            #expect(try await server.send(.post, address, body: "{}").headers[.cacheControl] == "no-store")
        }
        #expect(try await server.get("/api/services").headers[.cacheControl] == "no-cache")
    }

    @Test func `what belongs to one person is not to be kept, whatever the route says`() async throws {
        let person = try await server.person(.customer)
        let routes = [
            Route(.get, "/mine", for: .everybodySignedIn) { _, _ in
                Answer.bytes(ByteBuffer(string: "{}"), caching: "public")
            },
            Route(visitor: .get, "/ours") { _, _ in Answer.bytes(ByteBuffer(string: "{}"), caching: "public") },
        ]
        try await server.application(routes).test(.router) { client in
            func caching(_ uri: String, _ headers: HTTPFields) async throws -> String? {
                try await client.executeRequest(uri: uri, method: .get, headers: headers, body: nil).headers[
                    .cacheControl]
            }
            let answers = [
                try await caching("/mine", person.headers), try await caching("/mine", [:]),
                try await caching("/ours", person.headers), try await caching("/ours", [:]),
            ]
            #expect(answers == ["no-store", "no-store", "no-store", "public"])
        }
    }
}
