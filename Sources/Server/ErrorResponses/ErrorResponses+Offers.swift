import HTTPTypes
import Marketplace

extension ErrorResponses {
    static func offer(_ error: OfferError) -> Problem {
        switch error {
        case .unknownOffer: Problem(.notFound, "unknown_offer", "There is no such offer.")
        case .unknownBroadcast: Problem(.notFound, "unknown_broadcast", "There is no such broadcast.")
        case .codeTaken: Problem(.conflict, "code_taken", "Another offer has this code.")
        case .changedMeanwhile:
            Problem(.conflict, "changed_meanwhile", "The offer was changed meanwhile. Look at it and try again.")
        case .endsBeforeItBegins: .invalidParameter("ends_at", "'ends_at' must be later than 'starts_at'.")
        case .limitBelowUses:
            .invalidParameter("total_limit", "More bookings use the offer already: 'total_limit' can't be lower.")
        case .unknownDistrict(let lgd):
            .invalidParameter("target.district_lgd", "Tamil Nadu has no district with the LGD code \(lgd).")
        case .unknownPincode:
            .invalidParameter("target.pincodes", "'target.pincodes' names one that isn't of Tamil Nadu.")
        case .unknownProvider: .invalidParameter("target.provider_id", "There is no such centre.")
        case .illegalStep(let from):
            Problem(.conflict, "illegal_transition", "The broadcast is \(from.rawValue): this can't be done to it now.")
        }
    }

    static func offerRefusal(_ refusal: OfferRefusal, min_total_paise: Int64?) -> Problem {
        let field = "offer_code"
        switch refusal {
        case .unknown: return .invalidParameter(field, "There is no offer with this code.", code: refusal.rawValue)
        case .notRunning: return .invalidParameter(field, "The offer doesn't run now.", code: refusal.rawValue)
        case .notForYou: return .invalidParameter(field, "The offer is for others.", code: refusal.rawValue)
        case .minimum:
            let problem = Problem.invalidParameter(
                field, "The offer is for bookings of 'min_total_paise' or more.", code: refusal.rawValue)
            return problem.with("min_total_paise") { $0.value(min_total_paise ?? 0) }
        case .usedUp: return Problem(.conflict, refusal.rawValue, "The offer is used up.")
        case .usedByYou:
            return Problem(.conflict, refusal.rawValue, "You have used the offer as often as one person may.")
        }
    }
}
