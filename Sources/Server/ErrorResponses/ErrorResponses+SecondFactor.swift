import HTTPTypes
import Marketplace

extension ErrorResponses {
    static func secondFactor(_ error: SecondFactorError) -> Problem {
        switch error {
        case .required, .wrong: atSignIn(error)
        case .wrongCode:
            .invalidParameter("otp", "'otp' is neither the app's present code nor a recovery code.", code: code(error))
        case .wrongPassword:
            .invalidParameter("password", "'password' is missing or not your present one.", code: code(error))
        case .blocked(let seconds):
            .tooManyRequests("Too many wrong codes; a recovery code is taken at once.", retryAfterSeconds: seconds)
        case .inUse: Problem(.conflict, code(error), "There is a second factor already; remove it first.")
        case .notSetUp: Problem(.notFound, code(error), "There is no second factor.")
        case .notStarted:
            Problem(.conflict, code(error), "Start with POST /api/me/second-factor, which gives a new secret.")
        case .signInAgain:
            Problem(.forbidden, code(error), "Give your password, or sign in once more before you change this.")
        case .mustBeSetUp:
            Problem(
                .forbidden, code(error),
                "Your account must have a second factor first; POST /api/me/second-factor starts it.")
        case .ownAccount:
            Problem(.conflict, code(error), "Remove your own second factor by DELETE /api/me/second-factor.")
        }
    }

    private static func atSignIn(_ error: SecondFactorError) -> Problem {
        let detail =
            error == .required
            ? "This account has a second factor: give the app's present code, or a recovery code, as 'otp'."
            : "The code is neither the app's present one nor a recovery code, or it was used before."
        var problem = Problem(.unauthorized, code(error), detail)
        problem.headers[.wwwAuthenticate] = "Bearer"
        return problem
    }

    private static func code(_ error: SecondFactorError) -> String {
        switch error {
        case .required: "second_factor_required"
        case .wrong, .wrongCode: "wrong_second_factor"
        case .blocked: "too_many_requests"
        case .inUse: "second_factor_in_use"
        case .notSetUp: "no_second_factor"
        case .notStarted: "second_factor_not_started"
        case .wrongPassword: "wrong_password"
        case .signInAgain: "sign_in_again"
        case .mustBeSetUp: "second_factor_must_be_set_up"
        case .ownAccount: "own_account"
        }
    }
}
