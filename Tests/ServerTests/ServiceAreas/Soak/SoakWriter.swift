import Foundation
import HTTPTypes
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// What became of an edit.
struct SoakOutcome: Hashable, Comparable, CustomStringConvertible, Sendable {
    enum Edit: String, CaseIterable {
        case draw, circle, cells, replace, withdraw, propose, approve, suspend, move, several
    }

    let edit: Edit
    /// False where another writer was there first, or the edit doesn't follow from the present state.
    let applied: Bool

    var description: String { edit.rawValue + (applied ? "" : ", refused as out of date") }

    static func < (one: SoakOutcome, other: SoakOutcome) -> Bool {
        (one.edit.rawValue, other.applied ? 1 : 0) < (other.edit.rawValue, one.applied ? 1 : 0)
    }
}

/// Somebody who edits areas and centres over the API, by a row of random numbers of their own.
struct SoakWriter: Sendable {
    private let network: SoakNetwork
    private var generator: SplitMix64

    init(_ network: SoakNetwork, state: UInt64) {
        self.network = network
        generator = SplitMix64(state: state)
    }

    private var server: TestServer { network.server }
    private var admin: Person { network.admin }

    mutating func edit() async throws -> SoakOutcome {
        let edit = SoakOutcome.Edit.allCases.randomElement(using: &generator) ?? .draw
        return SoakOutcome(edit: edit, applied: try await apply(edit))
    }

    private mutating func apply(_ edit: SoakOutcome.Edit) async throws -> Bool {
        let centre = network.centres.randomElement(using: &generator) ?? 0
        switch edit {
        case .draw: return try await post(try await star(of: centre), to: centre)
        case .circle:
            return try await post(
                ["kind": "radius", "radius_km": Double.random(in: 1...20, using: &generator)], to: centre)
        case .cells:
            let pincodes = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                network.pincodes.randomElement(using: &generator) ?? "600001"
            }
            return try await post(["kind": "pincodes", "pincodes": Array(Set(pincodes)).sorted()], to: centre)
        case .replace: return try await change(.put, try await star(of: centre))
        case .withdraw: return try await change(.delete, nil)
        case .propose: return try await propose()
        case .approve: return try await decide("approve", centre, nil)
        case .suspend: return try await decide("suspend", centre, ["reason": "A soak."])
        case .move:
            let (lat, lng) = try await network.place(of: centre)
            let by = Double.random(in: -0.02...0.02, using: &generator)
            let reply = try await server.send(
                .patch, "/api/providers/\(centre)", as: admin, json: json(["lat": lat + by, "lng": lng - by]))
            return try expect(reply, done: 200)
        case .several: return try await changeSeveral()
        }
    }

    private func post(_ body: [String: Any], to centre: Int64) async throws -> Bool {
        let reply = try await server.send(
            .post, "/api/providers/\(centre)/service-areas", as: admin, json: json(body))
        return try expect(reply, done: 201)
    }

    /// Of an area in force, as this writer saw it a moment ago.
    private mutating func change(_ method: HTTPRequest.Method, _ body: [String: Any]?) async throws -> Bool {
        guard let area = try await network.someArea(UInt32.random(in: 0...UInt32.max, using: &generator)) else {
            return false
        }
        let found = try await server.send(.get, "/api/service-areas/\(area)", as: admin)
        guard try expect(found, done: 200) else { return false }
        let reply = try await server.change(method, area, if: found.headers[.eTag], body, as: admin)
        return try expect(reply, done: method == .put ? 200 : 204)
    }

    /// An owner draws, and an admin approves or rejects.
    private mutating func propose() async throws -> Bool {
        let owned = network.owned.randomElement(using: &generator) ?? network.owned[0]
        let reply = try await server.send(
            .post, "/api/providers/\(owned)/service-areas", as: network.owner, json: json(try await star(of: owned)))
        guard try expect(reply, done: 201) else { return false }
        let area: AreaBody = try reply.decode()
        let isRejected = Int.random(in: 0..<4, using: &generator) == 0
        return try expect(
            try await server.decideArea(
                isRejected ? "reject" : "approve", area.id, reason: isRejected ? "A soak." : nil, as: admin), done: 200)
    }

    private func decide(_ verb: String, _ centre: Int64, _ body: [String: Any]?) async throws -> Bool {
        let reply = try await server.send(
            .post, "/api/admin/providers/\(centre)/\(verb)", as: admin, json: body.map { json($0) })
        return try expect(reply, done: 200)
    }

    /// One statement that changes many rows, as a hand at psql would.
    private mutating func changeSeveral() async throws -> Bool {
        let number = Int32.random(in: 0..<1000, using: &generator)
        let by = Double.random(in: -0.03...0.03, using: &generator)
        let rows =
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                try await server.pool.execute(
                    "UPDATE service_areas SET geom = ST_Translate(geom, \(by), 0) WHERE id % 97 = \(number) % 97")
            case 1:
                try await server.pool.execute(
                    """
                    UPDATE service_providers SET status = CASE status WHEN 'approved' THEN 'suspended' ELSE 'approved' END
                    WHERE id % 89 = \(number) % 89
                    """)
            case 2:
                try await server.pool.execute(
                    """
                    UPDATE service_areas SET status = CASE status WHEN 'in_force' THEN 'withdrawn' ELSE 'in_force' END
                    WHERE id % 83 = \(number) % 83 AND proposed_version IS NULL AND status IN ('in_force', 'withdrawn')
                    """)
            default: try await server.pool.execute("DELETE FROM service_areas WHERE id % 211 = \(number) % 211")
            }
        return rows > 0
    }

    /// Sixty corners around the centre, at most 15 km away.
    private mutating func star(of centre: Int64) async throws -> [String: Any] {
        let (lat, lng) = try await network.place(of: centre)
        var ring = (0..<60).map { corner in
            let reach = Double.random(in: 0.03...0.13, using: &generator)
            let angle = 2 * Double.pi * Double(corner) / 60
            return [lng + reach * cos(angle), lat + reach * sin(angle)]
        }
        ring.append(ring[0])
        return ["kind": "polygon", "geometry": ["type": "Polygon", "coordinates": [ring]]]
    }

    /// Whether it was done; what another writer made impossible meanwhile wasn't. All else fails the run.
    private func expect(_ reply: Reply, done: Int) throws -> Bool {
        if [404, 409, 412].contains(reply.status) { return false }
        try #require(reply.status == done, "\(reply.status): \(reply.text)")
        return true
    }
}
