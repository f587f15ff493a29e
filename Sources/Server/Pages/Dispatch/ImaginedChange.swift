import Matching

/// A change of the network that somebody imagines, as addresses of the page have it: `open:625001:10` or `close:17`.
enum ImaginedChange: Equatable, Sendable {
    /// A new centre that serves a circle around the pincode's point.
    case opening(Pincode, radius_km: Double)
    /// The centre closes.
    case closing(Int64)

    static let field = "change"
    static let usualRadius_km = 10.0
    /// As the API takes it.
    static let radii_km = 0.001...75.0

    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch parts.first {
        case "open" where parts.count == 3:
            guard let pincode = Pincode(parts[1]), let radius_km = QueryParameters.finiteNumber(String(parts[2])),
                Self.radii_km.contains(radius_km)
            else { return nil }
            self = .opening(pincode, radius_km: radius_km)
        case "close" where parts.count == 2:
            guard let id = Int64(parts[1]), id > 0 else { return nil }
            self = .closing(id)
        default: return nil
        }
    }

    var text: String {
        switch self {
        case .opening(let pincode, let radius_km):
            let radius = radius_km == radius_km.rounded() ? String(Int(radius_km)) : String(radius_km)
            return "open:\(pincode):\(radius)"
        case .closing(let id): return "close:\(id)"
        }
    }

    /// Of the page that shows what would come of it alone.
    var address: String { Self.address(of: [self]) }

    static func address(of changes: [ImaginedChange]) -> String {
        DispatchTab.whatIf.address(changes.map { (field, $0.text) })
    }
}
