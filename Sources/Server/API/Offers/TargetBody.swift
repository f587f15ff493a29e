import Marketplace
import Matching

extension BodyFields {
    /// Whom an offer or a broadcast is for: an object with exactly one member. The body must have been read by
    /// `jsonBodyWithGeometry`.
    mutating func target(_ name: String = "target") throws -> OfferTarget? {
        guard var fields = try object(name) else { return nil }
        let named = Self.targetKinds.filter { fields.has($0) }
        try fields.refuseOthers()
        guard named.count == 1 else {
            throw wrong(name, "must have one of these members: \(Self.targetKinds.joined(separator: ", "))")
        }
        return switch named[0] {
        case "all": try fields.everybody()
        case "role": .role(try fields.require("role") { try $0.choice($1) })
        case "district_lgd":
            .district(lgd: Int32(try fields.require("district_lgd") { try $0.integer($1, in: 1...Int64(Int32.max)) }))
        case "pincodes": .pincodes(try fields.require("pincodes") { try $0.pincodes($1) })
        case "provider_id": .provider(try fields.require("provider_id") { try $0.integer($1, in: 1...Int64.max) })
        default: .geometry(try GeometryGate.read(try fields.require("geometry") { try $0.geometry($1) }))
        }
    }

    private static let targetKinds = ["all", "role", "district_lgd", "pincodes", "provider_id", "geometry"]

    private mutating func everybody() throws -> OfferTarget {
        guard try require("all", { try $0.flag($1) }) else { throw wrong("all", "must be true") }
        return .all
    }

    /// Title and text, in Tamil too where they are given.
    mutating func offerWords() throws -> OfferWords {
        OfferWords(
            title: try require("title") { try $0.line($1, length: 1...120) },
            title_ta: try line("title_ta", length: 1...120),
            description: try require("description") { try $0.text($1, length: 1...2000) },
            description_ta: try text("description_ta", length: 1...2000))
    }
}
