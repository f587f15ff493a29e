import Foundation
import Matching
import Testing

struct DigipinTests {
    @Test func `every vector of the official package is met in both directions`() throws {
        let vectors = try Self.vectors()
        try #require(vectors.count > 800)
        for vector in vectors {
            let digipin = try #require(Digipin(containing: vector.point), "\(vector.point)")
            #expect(digipin.description == vector.code, "\(vector.point)")
            #expect(digipin.center == vector.center, "\(vector.code)")
            #expect(Digipin(containing: digipin.center) == digipin)
        }
    }

    @Test(arguments: ["39J-49L-L8T4", "39J49LL8T4", "39j-49l-l8t4", "39j49ll8T4"])
    func `hyphens and case do not matter`(text: String) {
        #expect(Digipin(text)?.description == "39J-49L-L8T4")
    }

    @Test(arguments: [
        "", "39J-49L-L8T", "39J-49L-L8T44", "39J49L-L8T4", "39J--49LL8T4", "-39J49LL8T4", "39J 49L L8T4",
        "39J-49L-L8T0", "39J-49L-L8TG", "39J-49L-L8TX", "39J-49L-L8T١", "ﬀJ49LL8T4", "39J-49L-L8T4\0",
    ])
    func `anything else is not a DIGIPIN`(text: String) {
        #expect(Digipin(text) == nil)
    }

    @Test(arguments: [(2.4999999, 80), (38.5000001, 80), (13, 63.4999999), (13, 99.5000001), (-13, -80)])
    func `a point outside the grid has no DIGIPIN`(lat: Double, lng: Double) throws {
        let point = try #require(GeoPoint(lat: lat, lng: lng))
        #expect(Digipin(containing: point) == nil)
    }

    private struct Vector {
        let point: GeoPoint
        let code: String
        let center: GeoPoint
    }

    private static func vectors() throws -> [Vector] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "digipin_vectors.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return try lines.drop { $0.hasPrefix("#") }.dropFirst().map { line in
            let fields = line.split(separator: ",")
            try #require(fields.count == 5, "\(line)")
            return Vector(
                point: try point(fields[0], fields[1]), code: String(fields[2]), center: try point(fields[3], fields[4])
            )
        }
    }

    private static func point(_ lat: Substring, _ lng: Substring) throws -> GeoPoint {
        let (lat, lng) = (try #require(Double(lat)), try #require(Double(lng)))
        return try #require(GeoPoint(lat: lat, lng: lng))
    }
}
