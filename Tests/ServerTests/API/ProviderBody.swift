/// A centre in a list.
struct ProviderBody: Decodable, Equatable {
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
    let is_sample: Bool
}

struct ProviderPage: Decodable {
    let items: [ProviderBody]
    let next_cursor: String?
}
