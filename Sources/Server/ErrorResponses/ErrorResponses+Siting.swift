import Matching

extension ErrorResponses {
    static func problem(for error: SitingError) -> Problem {
        switch error {
        case .unknownDistrict(let district):
            .invalidParameter("district", "There is no district '\(district)'; /api/districts lists them.")
        case .busy:
            .retryLater(
                "busy", "Too many suggestions are being computed at this moment. Please try again shortly.",
                afterSeconds: 5)
        }
    }
}
