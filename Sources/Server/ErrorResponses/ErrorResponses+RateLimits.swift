import HTTPTypes
import Marketplace

extension ErrorResponses {
    static func tooOften(_ error: RateLimited) -> Problem {
        let what =
            switch error.limit {
            case .login, .loginAccount, .loginAddress: "failed sign-ins"
            case .watch: "requests to be told, from this address"
            case .tiles: "tiles of the map from this address"
            case .register: "registrations from this address"
            case .reset, .resetAddress: "requests for a new password"
            case .emailCheck: "mails to check an e-mail address"
            case .codes, .codesDay, .codesAddress: "requests for a code"
            case .refresh: "requests for new tokens from this address"
            case .centres: "new centres"
            case .proposals: "proposals of service areas"
            case .search: "questions from this address"
            case .bookings: "bookings"
            case .changes: "changes"
            case .geometry: "geometries to check"
            }
        return .tooManyRequests("Too many \(what).", retryAfterSeconds: error.retryAfterSeconds)
    }
}

extension Problem {
    /// 429 with the seconds after which the same may be tried again.
    package static func tooManyRequests(_ reason: String, retryAfterSeconds seconds: Int) -> Problem {
        let wait = seconds < 120 ? "\(seconds) seconds" : "\((seconds + 59) / 60) minutes"
        var problem = Problem(.tooManyRequests, "too_many_requests", "\(reason) Please try again in \(wait).")
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }
}
