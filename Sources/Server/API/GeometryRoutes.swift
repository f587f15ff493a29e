import Hummingbird
import Marketplace
import Matching
import Postgres

/// Whether a drawn area would be taken, and what is wrong with it, before anything is stored.
struct GeometryRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            Route(.post, "/api/geometry/check", for: .providersAndStaff, check).takingQuery().changingNothing()
                .limited(by: .geometry)
        ]
    }

    @Sendable func check(_ request: Request, _: SignedInContext) async throws -> Response {
        let fileSRID = try AreaFile.srid(in: request)
        let verdict =
            request.contentType == "application/json"
            ? try await verdict(onJSONIn: request, fileSRID: fileSRID)
            : try await verdict(onFileIn: request, srid: fileSRID)
        return Answer.json(capacity: 4096) { $0.write(verdict) }
    }

    private func verdict(onJSONIn request: Request, fileSRID: Int?) async throws -> GeometryVerdict {
        guard fileSRID == nil else { throw Problem.unknownParameter("srid", known: []) }
        var fields = try await request.jsonBodyWithGeometry()
        if let radius_km = try fields.number("radius_km", in: 0.001...75) {
            let centre = try fields.middle()
            try fields.refuseOthers()
            return try await GeometryGate.verdict(onCircleAround: centre, radius_km: radius_km, with: pool)
        }
        let geometry = try fields.require("geometry") { try $0.geometry($1) }
        let srid = try fields.srid()
        try fields.refuseOthers()
        return try await GeometryGate.verdict(on: .geoJSON, geometry, srid: srid, with: pool)
    }

    private func verdict(onFileIn request: Request, srid: Int?) async throws -> GeometryVerdict {
        let file = try AreaFile(typeOf: request)
        return try await GeometryGate.verdict(on: file, try await AreaFile.bytes(of: request), srid: srid, with: pool)
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ verdict: GeometryVerdict) {
        object { json in
            switch verdict {
            case .accepted(let geometry, let pincodesCovered):
                json.field("valid", true)
                json.key("errors")
                json.array(EmptyCollection<Never>()) { _, _ in }
                json.writeMembers(geometry.geoJSON, geometry.area_km2, geometry.vertices)
                json.field("pincodes_covered", pincodesCovered)
            case .refused(let refusal, let repaired):
                json.field("valid", false)
                json.key("errors")
                json.array(CollectionOfOne(refusal)) { $0.write($1) }
                json.key("repaired")
                if let repaired { json.write(repaired) } else { json.null() }
            }
        }
    }

    private mutating func write(_ refusal: GeometryRefusal) {
        object { json in
            json.field("field", "geometry")
            json.field("reason", refusal.reason.rawValue)
            json.field("message", refusal.message)
            if let position = refusal.position, position.isLngLat, abs(position.y) <= 90, abs(position.x) <= 180 {
                json.field("lat", position.y, decimals: 7)
                json.field("lng", position.x, decimals: 7)
            }
        }
    }

    private mutating func write(_ repaired: RepairedGeometry) {
        object { json in
            json.writeMembers(repaired.geoJSON, repaired.area_km2, repaired.vertices)
            json.key("changes")
            json.array(repaired.mends) { json, mend in
                json.object { json in
                    json.field("change", mend.rawValue)
                    json.field("message", mend.message)
                }
            }
        }
    }

    private mutating func writeMembers(_ geoJSON: String, _ area_km2: Double, _ vertices: Int) {
        key("geometry")
        raw(geoJSON)
        field("area_km2", area_km2, decimals: 6)
        field("vertices", vertices)
    }
}
