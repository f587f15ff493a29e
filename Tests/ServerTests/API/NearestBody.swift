/// The contract's answer of `/api/providers/nearest`: every member that it promises, with its type.
struct NearestBody: Decodable {
    struct Origin: Decodable {
        let kind: String
        let pincode: String?
        let digipin: String?
        let name: String?
        let district: String?
        let lat: Double
        let lng: Double
        let spread_km: Double?
        let alternatives: [PlaceBody]?
    }

    struct Item: Decodable, Equatable {
        let id: Int64
        let center_name: String
        let address: String
        let city: String
        let district: String
        let pincode: String
        let phone: String
        let lat: Double
        let lng: Double
        let distance_m: Double
        let covers: Bool
        let open_now: Bool
        let reasons: [String]?
    }

    struct Excluded: Decodable {
        let id: Int64
        let center_name: String
        let distance_m: Double
        let reason: String
    }

    let origin: Origin
    let covered: Bool
    let coverage_count: Int
    let items: [Item]
    let excluded: [Excluded]?

    var ids: [Int64] { items.map(\.id) }
}

struct PlaceBody: Decodable {
    let kind: String
    let label: String
    let label_ta: String?
    let pincode: String
    let district: String
    let lat: Double
    let lng: Double
}
