import Foundation
import Matching
import Postgres

/// Whom an offer or a broadcast is for.
package enum OfferTarget: Sendable {
    case all
    case role(Role)
    case district(lgd: Int32)
    /// Of their last booking, or their own centre.
    case pincodes([Pincode])
    /// A centre's customers.
    case provider(Int64)
    /// Whose pincode's point lies within the drawing.
    case geometry(GivenGeometry)
}

/// A target as it is stored: what it means was looked up.
struct StoredTarget: Sendable {
    /// As the API takes and gives it.
    let json: JSONBytes
    /// Nil where it isn't about places.
    let pincodes: [Int32]?
}

extension OfferTarget {
    /// - Throws: `OfferError` when the target names what isn't there, `GeometryRefusal`.
    func stored(in pool: PostgresPool) async throws -> StoredTarget {
        var area: AcceptedGeometry?
        let text: String
        switch self {
        case .all: text = #"{"all":true}"#
        case .role(let role): text = #"{"role":"\#(role.rawValue)"}"#
        case .district(let lgd): text = #"{"district_lgd":\#(lgd)}"#
        case .pincodes(let pincodes):
            text = #"{"pincodes":[\#(Set(pincodes.map(\.number)).sorted().map(String.init).joined(separator: ","))]}"#
        case .provider(let id): text = #"{"provider_id":\#(id)}"#
        case .geometry(let given):
            let drawn = try await GeometryGate.limited(pool) { try await GeometryGate.check(given, on: $0) }
            text = #"{"geometry":\#(drawn.geoJSON)}"#
            area = drawn
        }
        let json = JSONBytes(Array(text.utf8))
        let rows = try await pool.query(
            """
            SELECT target_pincodes(\(json)::jsonb, \(area?.ewkb)::bytea::geometry),
                \(check) AS is_there
            """)
        let (pincodes, isThere) = try rows[0].decode([Int32]?.self, Bool.self)
        guard isThere else { throw notThere }
        return StoredTarget(json: json, pincodes: pincodes)
    }

    /// Whether what the target names is there.
    private var check: Query {
        switch self {
        case .all, .role, .geometry: "true"
        case .district(let lgd): "EXISTS (SELECT FROM districts WHERE lgd = \(lgd))"
        case .pincodes(let pincodes):
            """
            (SELECT count(*) FROM pincodes WHERE pincode = ANY (\(pincodes.map(\.number))))
                = \(Int64(Set(pincodes).count))
            """
        case .provider(let id): "EXISTS (SELECT FROM service_providers WHERE id = \(id))"
        }
    }

    private var notThere: OfferError {
        switch self {
        case .district(let lgd): .unknownDistrict(lgd)
        case .provider: .unknownProvider
        default: .unknownPincode
        }
    }
}
