import Matching
import Postgres

/// Who asked to be told when somebody serves a pincode.
package struct CoverageWatches: Sendable {
    let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    package enum Contact: Sendable, Equatable {
        case phone(PhoneNumber)
        case email(EmailAddress)
    }

    /// Pincodes that one number or address can wait for: nobody can have a stranger told of all the state.
    static let mostPerContact: Int32 = 20
}

package enum WatchError: Error, Equatable, Sendable {
    /// Somebody serves the pincode now.
    case alreadyServed(Pincode)
    /// Neither a phone number nor an e-mail address, or both.
    case oneContactRequired
    /// The number or address waits for so many pincodes already.
    case tooMany(limit: Int)
}
