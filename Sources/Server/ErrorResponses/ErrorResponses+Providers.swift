import HTTPTypes
import Marketplace
import Matching

extension ErrorResponses {
    static func problem(for error: ProviderError) -> Problem {
        switch error {
        case .unknownProvider: Problem(.notFound, "unknown_provider", "There is no such centre.")
        case .unknownClosure: Problem(.notFound, "unknown_closure", "There is no such closure.")
        case .unknownPincode(let pincode):
            .invalidParameter("pincode", "\(pincode) is not a pincode of Tamil Nadu.", code: "unknown_pincode")
        case .districtDoesNotFit(let pincode, let named, let right):
            .invalidParameter(
                "district", "\(pincode) lies in \(right.joined(separator: " or ")), not in '\(named)'.")
        case .unknownService(let index, let service):
            .invalidParameter(
                "services[\(index)].service", "There is no service '\(service)'; /api/services lists them.")
        case .tooManyCentres(let limit):
            Problem(.conflict, "too_many_centres", "An owner may have \(limit) centres. Please talk to us.")
        case .illegalDecision(let decision, let status): illegal(decision, status)
        case .changedMeanwhile: changedMeanwhile
        case .closureOverlaps:
            Problem(.conflict, "closure_overlaps", "The centre has another closure within that time.")
        case .tooManyClosures(let limit):
            Problem(.conflict, "too_many_closures", "A centre may have \(limit) closures that are not over.")
        case .closureOver: .invalidParameter("to", "'to' must be in the future.")
        case .closureTooLong(let days): .invalidParameter("to", "A closure may last \(days) days at most.")
        case .closureTooFarAhead(let days):
            .invalidParameter("from", "A closure may begin \(days) days from now at the latest.")
        }
    }

    private static func illegal(_ decision: ProviderDecision.Kind, _ status: CentreStatus) -> Problem {
        let from = decision.from.map(\.rawValue).joined(separator: " or ")
        return Problem(
            .conflict, "illegal_transition",
            "The centre is \(status.rawValue): to \(decision.rawValue) it, it must be \(from).")
    }
}
