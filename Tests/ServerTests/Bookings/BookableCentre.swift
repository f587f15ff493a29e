import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// A booking as clients read it.
struct BookingBody: Decodable {
    struct Item: Decodable, Equatable {
        let service: String
        let description: String?
        let price_paise: Int64
        let minutes: Int
    }
    struct Step: Decodable {
        let id: Int64
        let status: String
        let at: String
        let by: Int64?
        let by_role: String
        let provider_id: Int64?
        let starts_at: String
        let note: String?
    }
    struct Choice: Decodable {
        struct Considered: Decodable {
            let provider_id: Int64
            let distance_m: Double
            let covers: Bool
            let free: Int
        }
        struct Excluded: Decodable {
            let provider_id: Int64
            let reason: String
        }
        let considered: [Considered]
        let excluded: [Excluded]
    }
    let id: Int64
    let reference: String
    let status: String
    let payment_status: String
    let customer_id: Int64
    let customer_name: String
    let customer_phone: String?
    let provider_id: Int64?
    let mode: String
    let pincode: String
    let starts_at: String
    let ends_at: String
    let items: [Item]
    let total_paise: Int64
    let fee_paise: Int64
    let notes: String?
    let hold_expires_at: String?
    let respond_by: String?
    let rematch: Bool
    let needs_dispatch: Bool
    let created_at: String
    /// Not in lists.
    let history: [Step]?
    let assignment: Choice?
}

struct SlotsBody: Decodable {
    struct Slot: Decodable, Equatable {
        let starts_at: String
        let ends_at: String
        let free: Int
    }
    let items: [Slot]
}

extension TestServer {
    /// An approved centre near 600001 that never closes: thermostat 45,000 paise and 60 minutes, cord_and_plug 20,000
    /// and 30.
    func bookableCentre(_ changes: [String: Any] = [:], of owner: Person? = nil) async throws -> Int64 {
        var body: [String: Any] = [
            "services": [
                ["service": "thermostat", "price_paise": 45_000, "minutes": 60],
                ["service": "cord_and_plug", "price_paise": 20_000, "minutes": 30],
            ]
        ]
        body.merge(changes) { _, new in new }
        var provider = owner
        if provider == nil { provider = try await person(.provider) }
        let centre = try await approvedCentre(body, of: try #require(provider))
        try await pool.execute(
            "UPDATE service_providers SET open_minutes = '{[0,10080)}' WHERE id = \(centre.id)")
        return centre.id
    }

    /// An area of so many kilometres around the centre, in force.
    func serve(_ centre: Int64, radius_km: Double = 5) async throws {
        let reply = try await send(
            .post, "/api/providers/\(centre)/service-areas", as: try await person(.admin),
            json: json(["kind": "radius", "radius_km": radius_km]))
        try #require(reply.status == 201, "\(reply.text)")
    }

    func slots(_ centre: Int64, _ query: String = "days=2") async throws -> [SlotsBody.Slot] {
        try await read("/api/providers/\(centre)/slots?\(query)", as: SlotsBody.self).items
    }

    func book(
        _ body: String, as person: Person, key: String? = nil
    ) async throws -> Reply {
        var headers = person.headers
        headers[.contentType] = "application/json"
        headers[.idempotencyKey] = key
        return try await send(.post, "/api/bookings", headers: headers, body: body)
    }

    /// Must be 201.
    func booked(_ body: String, as person: Person) async throws -> BookingBody {
        let reply = try await book(body, as: person)
        try #require(reply.status == 201, "\(reply.text)")
        return try reply.decode()
    }
}

/// A body as clients send it. Members in `changes` stand in place of the usual ones; those in `without` are left out.
func bookingBody(
    _ centre: Any, _ start: String, _ changes: [String: Any] = [:], without: Set<String> = []
) -> String {
    var body: [String: Any] = [
        "provider_id": centre, "mode": "walk_in", "pincode": "600001", "starts_at": start,
        "items": [["service": "thermostat", "description": "It stays cold."]],
    ]
    body.merge(changes) { _, new in new }
    for name in without { body[name] = nil }
    return json(body)
}
