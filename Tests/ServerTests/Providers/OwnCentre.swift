import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

/// A centre as its owner and admins see it.
struct OwnCentre: Decodable {
    struct Owner: Decodable {
        let id: Int64
        let name: String
    }
    struct Service: Decodable, Equatable {
        let service: String
        let price_paise: Int64
        let minutes: Int32
    }
    struct Hours: Decodable, Equatable {
        let weekday: Int
        let opens: String
        let closes: String
    }
    let id: Int64
    let center_name: String
    let address: String
    let city: String
    let district: String
    let pincode: String
    let phone: String
    let lat: Double
    let lng: Double
    let location_source: String
    let status: String
    let open_now: Bool
    let owner: Owner?
    let gstin: String?
    let benches: Int
    let technicians: Int
    let pincode_distance_m: Double?
    let decided_at: String?
    let decision_reason: String?
    let changed_since_approval: [String]
    let created_at: String
    let updated_at: String
    /// Not in lists.
    let services: [Service]?
    let hours: [Hours]?
}

struct OwnCentres: Decodable {
    let items: [OwnCentre]
    let next_cursor: String?
}

/// A body as clients send it. Members in `changes` stand in place of the usual ones; `NSNull` is null, and those
/// named in `without` are left out.
func centreBody(_ changes: [String: Any] = [:], without: Set<String> = []) -> String {
    var body: [String: Any] = [
        "center_name": "Velan Iron Repair", "address": "12 Mint Street", "city": "Chennai", "district": "Chennai",
        "pincode": "600001", "phone": "98400 12345",
    ]
    body.merge(changes) { _, new in new }
    for name in without { body[name] = nil }
    return json(body)
}

func json(_ object: Any) -> String {
    guard let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]) else {
        preconditionFailure("not JSON: \(object)")
    }
    return String(decoding: data, as: UTF8.self)
}

extension TestServer {
    func register(_ body: String = centreBody(), as owner: Person) async throws -> OwnCentre {
        let reply = try await send(.post, "/api/providers/register", as: owner, json: body)
        try #require(reply.status == 201, "\(reply.text)")
        return try reply.decode()
    }

    func decide(_ verb: String, on id: Int64, as admin: Person, reason: String? = nil) async throws -> Reply {
        try await send(
            .post, "/api/admin/providers/\(id)/\(verb)", as: admin, json: reason.map { json(["reason": $0]) })
    }

    /// Registered and approved.
    func approvedCentre(_ changes: [String: Any] = [:], of owner: Person) async throws -> OwnCentre {
        let centre = try await register(centreBody(changes), as: owner)
        let reply = try await decide("approve", on: centre.id, as: try await person(.admin))
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    func centre(_ id: Int64, as person: Person) async throws -> OwnCentre {
        let reply = try await send(.get, "/api/providers/\(id)", as: person)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    /// What the audit says was done to the centre, the oldest first.
    func audit(of id: Int64, _ entity: String = "provider") async throws -> [String] {
        try await pool.query(
            """
            SELECT action FROM audit_log WHERE entity_type = \(entity) AND entity_id = \(id) ORDER BY id
            """
        ).map { try $0.decode(String.self) }
    }

    /// The events that the centre's changes announced, with their payloads, the oldest first.
    func events(of id: Int64) async throws -> [String] {
        try await pool.query(
            """
            SELECT kind || ' ' || payload FROM domain_events
            WHERE entity_type = 'provider' AND entity_id = \(id) ORDER BY id
            """
        ).map { try $0.decode(String.self) }
    }
}
