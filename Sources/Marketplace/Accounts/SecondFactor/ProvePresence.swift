import Foundation
import Postgres

extension Accounts {
    /// That it is the user who begins a set-up, and not somebody at an unlocked screen: by the password, or without
    /// one by a sign-in in the last minutes.
    ///
    /// - Throws: `SecondFactorError.wrongPassword`, `.signInAgain`.
    func provePresence(of user: SignedInUser, password: String?, by actor: Actor) async throws {
        if password == nil {
            guard user.signedInAt.timeIntervalSinceNow > -Self.freshness else { throw SecondFactorError.signInAgain }
        } else {
            try await provePassword(of: user, password, by: actor)
        }
    }

    /// Both factors, for changes of the second one. An account without a password has the fresh sign-in in its place.
    func proveSecondFactor(of user: SignedInUser, password: String?, code: String, by actor: Actor) async throws {
        guard user.hasSecondFactor else { throw SecondFactorError.notSetUp }
        try await provePassword(of: user, password, by: actor)
        let step = try await pool.withConnection { try await tryCode(code, of: user.id, by: actor, on: $0) }
        guard step != nil else { throw SecondFactorError.wrongCode }
    }

    private func provePassword(of user: SignedInUser, _ password: String?, by actor: Actor) async throws {
        do {
            _ = try await confirm(user, password: password, by: actor)
        } catch AccountError.wrongPassword {
            throw SecondFactorError.wrongPassword
        } catch AccountError.signInAgain {
            throw SecondFactorError.signInAgain
        }
    }
}
