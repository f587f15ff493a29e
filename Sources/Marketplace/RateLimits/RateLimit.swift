/// What is limited, by the name that its setting has: `ISTRI_RATE_<NAME>`, with `_` where the name has a dot.
package enum RateLimit: String, CaseIterable, Sendable {
    /// Failed sign-ins of one account from one address.
    case login
    /// Failed sign-ins of one account from all addresses together: beyond it each address has a single guess in
    /// the period of `login`. Never refuses the right password of somebody who hasn't guessed.
    case loginAccount = "login.account"
    /// Failed sign-ins from one address. High: a mobile carrier has thousands of people behind one address.
    case loginAddress = "login.address"
    /// New accounts from one address.
    case register
    /// Mails for a forgotten password to one account.
    case reset
    /// Requests for such mails, and uses of what stands in them, from one address.
    case resetAddress = "reset.address"
    /// Mails that check an e-mail address, asked for by one user.
    case emailCheck = "email.check"
    /// One-time codes to one phone number, asked for from one address.
    case codes
    /// The same, in a day: fewer than an account gets, so that a stranger leaves some to its owner.
    case codesDay = "codes.day"
    /// One-time codes asked for from one address.
    case codesAddress = "codes.address"
    /// Refresh tokens traded in, good or not, from one address.
    case refresh
    /// New centres of one user.
    case centres
    /// Service areas, and changes of them, that one owner proposes.
    case proposals
    /// Questions that anybody may ask, from one address.
    case search
    /// Tiles of the map that anybody may see, from one address.
    case tiles
    /// Requests from one address to be told when somebody serves a pincode.
    case watch
    /// Bookings made by one user.
    case bookings
    /// Changes by one user, and looks that the audit keeps: so many lines one user may add to it.
    case changes
    /// Drawn or uploaded geometries that one user has checked.
    case geometry
}

extension RateLimit {
    /// Whether a key of it is a network address; then an IPv6 address counts as its network of 64 bits.
    package var countsAddresses: Bool {
        switch self {
        case .loginAddress, .register, .resetAddress, .codesAddress, .refresh, .search, .tiles, .watch: true
        case .login, .loginAccount, .reset, .emailCheck, .codes, .codesDay, .centres, .proposals, .bookings, .changes,
            .geometry:
            false
        }
    }

    /// Whether somebody with the role is limited: what an admin draws is no proposal.
    package func holds(for role: Role) -> Bool { self != .proposals || role != .admin }

    /// Whether each node counts in memory: these are too frequent for a write each time.
    var isTallied: Bool { [.search, .tiles, .refresh, .changes].contains(self) }

    /// The largest count that a rule for it may have: failed sign-ins of a pair are kept one by one.
    package var mostCounted: Int { self == .login ? 1000 : RateRule.counts.upperBound }

    /// What holds when nothing is set.
    package var standard: RateRule {
        switch self {
        case .login: RateRule(5, per: .minutes(15))
        case .loginAccount: RateRule(50, per: .hours(1))
        case .loginAddress: RateRule(300, per: .minutes(15))
        case .register: RateRule(60, per: .hours(1))
        case .reset: RateRule(3, per: .hours(1))
        case .resetAddress: RateRule(60, per: .hours(1))
        case .emailCheck: RateRule(3, per: .hours(1))
        case .codes: RateRule(3, per: .minutes(15))
        case .codesDay: RateRule(5, per: .days(1))
        case .codesAddress: RateRule(60, per: .hours(1))
        case .refresh: RateRule(600, per: .minutes(1))
        case .centres: RateRule(20, per: .days(1))
        case .proposals: RateRule(60, per: .hours(1))
        case .search: RateRule(1200, per: .minutes(1))
        case .tiles: RateRule(6000, per: .minutes(1))
        case .watch: RateRule(60, per: .hours(1))
        case .bookings: RateRule(60, per: .hours(1))
        case .changes: RateRule(1200, per: .minutes(10))
        case .geometry: RateRule(120, per: .minutes(1))
        }
    }
}
