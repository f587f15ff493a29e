import Postgres

/// What we hold about a person: to be given to them, and to be erased, when they ask.
package struct PersonalData: Sendable {
    let accounts: Accounts
    var pool: PostgresPool { accounts.pool }

    package init(accounts: Accounts) {
        self.accounts = accounts
    }

    /// All of it, part by part, in the order in which an export tells it; erased in the opposite order, so that the
    /// account, by which the rest is found, comes last. A capability that holds something about
    /// people adds its part here; a test finds tables that hang on people and are in none.
    static let parts: [PersonalDataPart] = [
        .account, .consents, .sessions, .secondFactor, .links, .codes, .messages, .areaHistory, .centreHistory,
        .centres, .serviceAreas, .closures, .watches,
        .bookings, .requestKeys, .reviews, .inbox, .resources,
        .payments, .earnings, .invoices,
        .told, .messagePreferences, .messageConsents, .offerUses, .offersMade, .broadcastsMade,
        .events,
        .actions, .doneToThem,
    ]

    /// All tables that the parts tell of.
    package static var tables: [String] { parts.flatMap(\.tables) }
}

/// One kind of thing that we hold about a person.
struct PersonalDataPart: Sendable {
    /// The member of the export.
    let name: StaticString
    /// Whether there is exactly one: an object; otherwise a list.
    var isSingle = false
    /// The tables that it tells of.
    let tables: [String]
    /// At most `limit` rows (id, JSON) of the user with ids above `after`, in the order of their ids.
    let rows: @Sendable (_ user: Int64, _ after: Int64, _ limit: Int) -> Query
    /// Takes away what says who it was. Nil where nothing does, or the law wants it kept.
    var erase: (@Sendable (_ user: Int64, PostgresConnection) async throws -> Void)?
}
