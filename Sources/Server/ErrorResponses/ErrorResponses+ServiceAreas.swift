import HTTPTypes
import Marketplace
import Matching

extension ErrorResponses {
    static func problem(for error: AreaError) -> Problem {
        switch error {
        case .unknownArea: Problem(.notFound, "unknown_service_area", "There is no such service area.")
        case .unknownVersion: Problem(.notFound, "unknown_version", "The service area has no such version.")
        case .unknownPincodes(let pincodes):
            .invalidParameter(
                "pincodes",
                "Not pincodes of Tamil Nadu: \(list(pincodes)).",
                code: "unknown_pincode")
        case .unknownCity(let name):
            .invalidParameter("city", "No city or town of Tamil Nadu is called '\(name)'.", code: "unknown_city")
        case .ambiguousCity(let name, let districts):
            .invalidParameter(
                "district_lgd",
                "There is a '\(name)' in \(districts.joined(separator: " and in ")): tell which by 'district_lgd'.",
                code: "ambiguous_city")
        case .unknownDistrict(let lgd):
            .invalidParameter(
                "district_lgd", "\(lgd) is not the LGD code of a district of Tamil Nadu; /api/districts has them.",
                code: "unknown_district")
        case .emptyCircle:
            .invalidGeometry(
                "radius_km", "Nothing of this circle lies in Tamil Nadu or within 50 km of it.", .outsideRegion)
        case .changedMeanwhile: Self.changedMeanwhile
        case .illegalDecision(let decision, let status): illegal(decision, status)
        case .nothingProposed(let status):
            Problem(
                .conflict, "illegal_transition",
                "The service area is \(status.rawValue) and no change of it is proposed: there is nothing to take back."
            )
        case .tooManyAreas(let limit):
            Problem(
                .conflict, "too_many_service_areas",
                "A centre may have \(limit) service areas: change or delete one of them.")
        }
    }

    /// The first twenty by name.
    private static func list(_ pincodes: [Pincode]) -> String {
        let named = pincodes.prefix(20).map(\.description).joined(separator: ", ")
        return pincodes.count > 20 ? "\(named) and \(pincodes.count - 20) others" : named
    }

    private static func illegal(_ decision: AreaDecision.Kind, _ status: AreaStatus) -> Problem {
        let from = decision.from.map(\.rawValue).joined(separator: " or ")
        return Problem(
            .conflict, "illegal_transition",
            "The service area is \(status.rawValue) and no change of it is proposed: to \(decision.rawValue) it, it "
                + "must be \(from), or a change must be proposed.")
    }

    static var changedMeanwhile: Problem {
        Problem(
            .preconditionFailed, "changed_meanwhile",
            "Somebody has changed it since you read it. Nothing was done: read it again, and send your change with the "
                + "new ETag.")
    }
}
