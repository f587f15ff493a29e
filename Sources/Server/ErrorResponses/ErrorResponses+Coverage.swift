import HTTPTypes
import Matching

extension ErrorResponses {
    static func whatIf(_ error: WhatIfError) -> Problem {
        switch error {
        case .unknownProvider(let id, let change):
            .invalidParameter(
                "changes[\(change)].provider_id", "There is no centre \(id).", code: "unknown_provider")
        case .notApproved(let id, let status, let change):
            .invalidParameter(
                "changes[\(change)].provider_id",
                "Centre \(id) is \(status.rawValue): its areas don't count, whatever they are.")
        case .emptyCircle(let change):
            .invalidGeometry(
                "changes[\(change)].radius_km", "Nothing of this circle lies in Tamil Nadu or within 50 km of it.",
                .outsideRegion)
        case .geometry(let refusal, let change):
            .invalidGeometry("changes[\(change)].geometry", refusal.message, refusal.reason)
        }
    }
}
