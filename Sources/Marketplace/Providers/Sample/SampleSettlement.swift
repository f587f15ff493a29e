/// How built up a pincode is, told by the size of its cell; it sets how far centres scatter and reach.
enum SampleSettlement: Sendable {
    case city
    case town
    case rural

    init(cellAreaKm2: Double) {
        self = cellAreaKm2 < 15 ? .city : cellAreaKm2 < 60 ? .town : .rural
    }

    /// Standard deviation of a centre's distance from its post office, east and north each, in kilometres.
    var scatterKm: Double { self == .city ? 0.4 : 1.5 }

    /// Median service radius in kilometres.
    var radiusKm: Double {
        switch self {
        case .city: 5
        case .town: 12
        case .rural: 25
        }
    }
}
