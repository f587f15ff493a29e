import HTTPTypes
import Marketplace

extension ErrorResponses {
    static func watch(_ error: WatchError) -> Problem {
        switch error {
        case .alreadyServed(let pincode):
            Problem(.conflict, "already_covered", "A centre serves \(pincode) already: there is nothing to wait for.")
        case .tooMany(let limit):
            Problem(
                .conflict, "too_many_watches",
                "This number or address waits for \(limit) pincodes already, which is the most. Give another.")
        case .oneContactRequired:
            .invalidParameter(
                "phone", "Give either 'phone' or 'email': what to tell you by.", code: "one_contact_required")
        }
    }

    static func feed(_ error: CoverageEventFeed.Refusal) -> Problem {
        switch error {
        case .full: fullFeed
        case .notRunning: stoppedFeed
        }
    }

    static func feed(_ error: BookingFeed.Refusal) -> Problem {
        switch error {
        case .full: fullFeed
        case .notRunning: stoppedFeed
        }
    }

    private static var fullFeed: Problem {
        .retryLater("busy", "Too many listen to this node at this moment. Please try again shortly.", afterSeconds: 10)
    }

    private static var stoppedFeed: Problem {
        .retryLater(
            "unavailable", "The feed isn't running at this moment. Please try again shortly.", afterSeconds: 2)
    }
}
