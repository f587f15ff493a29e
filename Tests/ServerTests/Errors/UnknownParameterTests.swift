import HTTPTypes
import Hummingbird
import Marketplace
import Testing

@testable import Server

@Suite(.server) struct UnknownParameterTests {
    /// Questions that are right but for what is added; a route that isn't here is asked with 1 for each id.
    private static let questions = [
        "/api/providers/nearest": "?pincode=600001", "/api/coverage": "?pincode=600001", "/api/places": "?q=madurai",
        "/api/pincodes/cells": "?bbox=80,13,80.1,13.1", "/api/coverage/overlaps": "?provider_id=1",
        "/api/admin/reports": "?month=2026-10",
    ]

    @Test func `no address drops a parameter that it doesn't know, whatever the method`() async throws {
        for route in server.routes where Self.isOfAPI(route) {
            let may = try #require(AccessMatrix.rows[route.name])
            let person = try await may.contains(.nobody) ? nil : someone(of: may)
            let path = Self.question(route.path.description)
            var headers = person?.headers ?? [:]
            // Where a file's coordinate system may be named, it is the handler that reads the query.
            if route.method != .get, route.takesQuery {
                headers[.contentType] = "application/json"
                headers[.ifMatch] = "*"
            }
            let reply = try await server.send(
                route.method, path + (path.contains("?") ? "&" : "?") + "typo=1", headers: headers)
            #expect(reply.status == 422, "\(route.name) \(reply.text)")
            try expectProblem(reply, 422, "unknown_parameter", field: "typo")
        }
    }

    @Test func `nor does one drop a member of a body, also where it takes none`() async throws {
        // The gateway's webhook is somebody else's words, and answers to its signature alone.
        for route in server.routes
        where Self.isOfAPI(route) && route.method != .get && route.name != "POST /api/payments/webhook" {
            let may = try #require(AccessMatrix.rows[route.name])
            let person = try await may.contains(.nobody) ? nil : someone(of: may)
            var headers = person?.headers ?? [:]
            headers[.contentType] = "application/json"
            headers[.ifMatch] = "*"
            let reply = try await server.send(
                route.method, Self.question(route.path.description), headers: headers, body: #"{"typo":1}"#)
            // What it needs besides may be missed first.
            #expect([422, 404].contains(reply.status), "\(route.name) \(reply.text)")
            if Self.bodiless.contains(route.name) { try expectProblem(reply, 422, "unknown_parameter", field: "typo") }
        }
    }

    /// The reference is pages, which pass over what a link adds.
    private static func isOfAPI(_ route: Route) -> Bool {
        let path = route.path.description
        return path.hasPrefix("/api/") && !path.hasPrefix("/api/docs")
    }

    private static let bodiless: Set<String> = [
        "POST /api/admin/jobs/{id}/retry", "DELETE /api/me/sessions/{id}", "DELETE /api/closures/{id}",
        "DELETE /api/service-areas/{id}", "DELETE /api/service-areas/{id}/proposal",
        "DELETE /api/admin/users/{id}/second-factor",
        "POST /api/admin/providers/{id}/approve", "POST /api/service-areas/{id}/approve", "POST /api/logout",
        "POST /api/email/verify/send", "DELETE /api/me",
    ]

    private static func question(_ pattern: String) -> String {
        let path = pattern.split(separator: "/").map { segment in
            segment == "{pincode}" ? "600001" : segment.hasPrefix("{") ? "1" : segment
        }
        return "/" + path.joined(separator: "/") + (questions[pattern] ?? "")
    }

    private func someone(of may: Set<AccessMatrix.Who>) async throws -> Person {
        let roles: [Role] = [.admin, .provider, .dispatcher, .customer]
        let role: Role = try #require(roles.first { role in may.contains { $0.role == role } })
        return try await server.person(role)
    }

    @Test func `a query where none is taken is refused whole, before the body is looked at`() async throws {
        let person = try await server.person(.customer)
        try expectProblem(
            await server.send(.patch, "/api/me?name=New", as: person, json: "{"), 422, "unknown_parameter",
            field: "name")
        try expectProblem(
            await server.send(.patch, "/api/me?name=%ff", as: person, json: "{}"), 400, "invalid_encoding")
        try expectProblem(await server.send(.patch, "/api/me?x=1", as: nil, json: "{}"), 401, "not_signed_in")
    }
}
