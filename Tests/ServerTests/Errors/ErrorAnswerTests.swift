import HTTPTypes
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import Server

/// What holds for every address: methods, types, ids of requests, and silence about our insides.
@Suite(.server) struct ErrorAnswerTests {
    static let addresses = [
        "/healthz", "/readyz", "/api/providers/nearest?pincode=600001", "/api/coverage?pincode=600001",
        "/api/places?q=madurai", "/api/pincodes/600001", "/api/pincodes/cells?bbox=80,13,80.1,13.1", "/api/districts",
        "/api/services", "/api/providers", "/api/providers/1/service-area",
    ]

    @Test(arguments: [
        "/api", "/api/", "/api/nothing", "/api/providers/1/nothing", "/api/providers/nearest/1", "/favicon.ico",
        "/API/services",
        "/../etc/passwd", "/%00", "/api/pincodes", "/api/providers/1/service-area/2", "/\u{FFFD}",
    ])
    func `an unknown address is not found`(address: String) async throws {
        try expectProblem(await server.get(address), 404, "not_found")
    }

    @Test(arguments: addresses) func `another method is refused with those that are allowed`(address: String)
        async throws
    {
        // An owner changes their centre there.
        let allowed = address == "/api/providers/1" ? ["GET", "HEAD", "PATCH"] : ["GET", "HEAD"]
        for method in [HTTPRequest.Method.post, .put, .patch, .delete, .options]
        where !allowed.contains(method.rawValue) {
            let reply = try await server.send(method, address, body: "{}")
            try expectProblem(reply, 405, "method_not_allowed")
            #expect(reply.headers[.allow] == allowed.joined(separator: ", "))
        }
    }

    @Test(arguments: addresses) func `a type that the address doesn't have is not acceptable`(address: String)
        async throws
    {
        for accept in [
            "text/html", "image/*", "application/xml;q=0.9, text/plain",
            "application/json;q=0, application/geo+json;q=0.0",
        ] {
            try expectProblem(await server.get(address, accept: accept), 406, "not_acceptable")
            let head = try await server.send(.head, address, headers: [.accept: accept])
            #expect(head.status == 406)
            #expect(head.text.isEmpty)
        }
    }

    @Test(arguments: addresses) func `HEAD says what GET would, without a body`(address: String) async throws {
        let get = try await server.get(address)
        #expect(get.status == 200)
        let head = try await server.send(.head, address)
        #expect(head.status == 200)
        #expect(head.text.isEmpty)
        for name in [HTTPField.Name.contentType, .cacheControl, .eTag, .vary, .contentLength] {
            #expect(head.headers[name] == get.headers[name])
        }
        #expect(get.headers[.contentLength] == String(get.body.readableBytes))
    }

    @Test(arguments: ["/api/nothing", "/api/providers/nearest", "/api/providers/0", "/api/pincodes/110001"])
    func `HEAD of an error has no body either`(address: String) async throws {
        let get = try await server.get(address)
        let head = try await server.send(.head, address)
        #expect(head.status == get.status)
        #expect(head.headers[.contentType] == "application/problem+json")
        #expect(head.text.isEmpty)
    }

    @Test(arguments: addresses) func `every answer has an id of its own`(address: String) async throws {
        let ids = [
            try await server.get(address).headers[.requestID], try await server.get(address).headers[.requestID],
            try await server.send(.head, address).headers[.requestID],
            try await server.send(.post, address).headers[.requestID],
        ]
        #expect(ids.allSatisfy { $0?.isEmpty == false })
        #expect(Set(ids).count == ids.count)
    }

    @Test func `a fault of ours shows nothing but the id to ask with`() async throws {
        try await withServer { server in
            try await server.pool.asOwner("DROP FUNCTION nearest_to_pincode CASCADE")
            let reply = try await server.get("/api/providers/nearest?pincode=600001")
            try expectProblem(reply, 500, "internal_error")
            #expect(!reply.text.contains("600001"))
            // What doesn't need it goes on.
            #expect(try await server.get("/api/services").status == 200)
        }
    }
}
