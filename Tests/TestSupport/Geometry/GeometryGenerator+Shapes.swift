import Foundation

typealias Corner = (x: Double, y: Double)

/// Rings and their texts.
extension GeometryGenerator {
    /// Well inside the state, so that a shape of 0.3 degrees around it stays in the region.
    mutating func centre() -> Corner { (number(77.6...79.2), number(9.6...12.2)) }

    /// Star-shaped around `centre`, corners by angle, so that it never crosses itself.
    mutating func star(around centre: Corner, radius: Double, corners: Int) -> [Corner] {
        let ring = (0..<corners).map { index -> Corner in
            let angle = 2 * Double.pi * (Double(index) + number(0.1...0.9)) / Double(corners)
            let reach = radius * number(0.5...1)
            return (centre.x + reach * cos(angle), centre.y + reach * sin(angle))
        }
        return ring + [ring[0]]
    }

    mutating func star() -> [Corner] {
        star(around: centre(), radius: number(0.01...0.3), corners: integer(5...60))
    }

    func circle(around centre: Corner, radius: Double, corners: Int) -> [Corner] {
        (0...corners).map {
            let angle = 2 * Double.pi * Double($0 % corners) / Double(corners)
            return (centre.x + radius * cos(angle), centre.y + radius * sin(angle))
        }
    }

    func square(_ corner: Corner, _ size: Double) -> [Corner] {
        [
            corner, (corner.x + size, corner.y), (corner.x + size, corner.y + size), (corner.x, corner.y + size),
            corner,
        ]
    }

    func text(_ ring: [Corner]) -> String {
        "[" + ring.map { "[\($0.x),\($0.y)]" }.joined(separator: ",") + "]"
    }

    func polygon(_ rings: [[Corner]]) -> String {
        #"{"type":"Polygon","coordinates":["# + rings.map(text).joined(separator: ",") + "]}"
    }

    func multiPolygon(_ polygons: [[[Corner]]]) -> String {
        let texts = polygons.map { "[" + $0.map(text).joined(separator: ",") + "]" }
        return #"{"type":"MultiPolygon","coordinates":["# + texts.joined(separator: ",") + "]}"
    }

    func features(_ geometries: [String]) -> String {
        let features = geometries.map { #"{"type":"Feature","properties":{"name":"x"},"geometry":\#($0)}"# }
        return #"{"type":"FeatureCollection","features":["# + features.joined(separator: ",") + "]}"
    }

    func kml(_ rings: [[Corner]]) -> String {
        let polygons = rings.map { ring in
            let positions = ring.map { "\($0.x),\($0.y),0" }.joined(separator: " ")
            return
                "<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>\(positions)</coordinates></LinearRing>"
                + "</outerBoundaryIs></Polygon></Placemark>"
        }
        return "<?xml version=\"1.0\"?><kml><Document>" + polygons.joined() + "</Document></kml>"
    }
}
