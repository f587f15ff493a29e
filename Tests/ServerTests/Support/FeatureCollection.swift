import Foundation
import Postgres
import Testing

/// GeoJSON as RFC 7946 describes it, as far as our answers use it.
struct FeatureCollection {
    struct Feature {
        let properties: [String: Any]
        let geometry: [String: Any]

        var geometryType: String? { geometry["type"] as? String }
    }

    let features: [Feature]
    /// Empty when it names nobody.
    let attribution: String

    init(_ reply: Reply) throws {
        #expect(reply.status == 200)
        let object = try reply.object()
        #expect(object["type"] as? String == "FeatureCollection")
        attribution = object["attribution"] as? String ?? ""
        features = try #require(object["features"] as? [[String: Any]]).map { feature in
            #expect(feature["type"] as? String == "Feature")
            return Feature(
                properties: try #require(feature["properties"] as? [String: Any]),
                geometry: try #require(feature["geometry"] as? [String: Any]))
        }
    }

    /// Has PostGIS read the geometries: valid, in the south of India, longitude first.
    func expectValidGeometries(on pool: PostgresPool) async throws {
        for feature in features {
            let data = try JSONSerialization.data(withJSONObject: feature.geometry)
            let rows = try await pool.query(
                """
                SELECT ST_IsValid(g), g @ ST_MakeEnvelope(76, 8, 81, 14, 4326)
                FROM ST_GeomFromGeoJSON(\(String(decoding: data, as: UTF8.self))) AS g
                """)
            let (isValid, isHere) = try rows[0].decode(Bool.self, Bool.self)
            #expect(isValid && isHere)
        }
    }
}
