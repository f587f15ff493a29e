import Foundation
import Marketplace
import Matching

/// A service area as an owner asks for it without drawing: a circle, pincodes, a city, or a district.
enum OwnAreaForm {
    static let names = ["kind", "radius_km", "pincodes", "city", "district_lgd"]
    private static let pincodesLimit = 2500

    /// Nil when something is wrong, which the form then has noted.
    static func read(_ form: inout FormReader) throws -> AreaRequest? {
        guard let kind = try form.require("kind", { try $0.choice($1, AreaKind.self) }) else { return nil }
        switch kind {
        case .radius:
            let km = try form.require("radius_km") { try $0.number($1, in: 0.1...75) }
            return try km.map { try request(.radius(km: $0), Asked(kind: kind, radius_km: $0)) }
        case .pincodes:
            guard let pincodes = try pincodes(&form) else { return nil }
            return try request(.pincodes(pincodes), Asked(kind: kind, pincodes: pincodes.map(\.description)))
        case .city:
            let city = try form.require("city") { try $0.text($1, length: 1...100) }
            let district = try form.read { try $0.district() }
            guard form.isFine, let city else { return nil }
            return try request(
                .city(city, district_lgd: district), Asked(kind: kind, city: city, district_lgd: district))
        case .district:
            let district = try form.require("district_lgd") { fields, _ in try fields.district() }
            return try district.map { try request(.district(lgd: $0), Asked(kind: kind, district_lgd: $0)) }
        case .polygon:
            form.note("kind", "wrong")
            return nil
        }
    }

    /// Separated by anything; several times the same counts as once.
    private static func pincodes(_ form: inout FormReader) throws -> [Pincode]? {
        guard let text = try form.require("pincodes", { try $0.rawText($1) }) else { return nil }
        let words = text.split { !$0.isNumber }
        let pincodes = words.compactMap { Pincode(typed: $0) }
        guard !words.isEmpty, pincodes.count == words.count, pincodes.count <= pincodesLimit else {
            form.note("pincodes", "wrong")
            return nil
        }
        return pincodes
    }

    /// What is asked for, in the words of the API, which is kept with the area.
    private struct Asked: Encodable {
        let kind: String
        var radius_km: Double?
        var pincodes: [String]?
        var city: String?
        var district_lgd: Int32?

        init(
            kind: AreaKind, radius_km: Double? = nil, pincodes: [String]? = nil, city: String? = nil,
            district_lgd: Int32? = nil
        ) {
            self.kind = kind.rawValue
            self.radius_km = radius_km
            self.pincodes = pincodes
            self.city = city
            self.district_lgd = district_lgd
        }
    }

    private static func request(_ shape: AreaRequest.Shape, _ asked: Asked) throws -> AreaRequest {
        AreaRequest(shape, contentType: "application/json", body: Array(try JSONEncoder().encode(asked)))
    }
}

extension BodyFields {
    fileprivate mutating func district() throws -> Int32? {
        try integer("district_lgd", in: 1...Int64(Int32.max)).map(Int32.init)
    }
}
