import Logging
import Postgres
import Synchronization

/// Says whether something has been done too often. All nodes on one database count together.
///
/// Limits are sliding window counters: of any period's length at most the rule's count is admitted, estimated
/// from the present period and the faded one before it, so that neither a burst at a period's edge nor a steady
/// stream gets twice its share. What was refused isn't counted.
package struct RateLimiter: Sendable {
    let pool: PostgresPool
    let rules: RateRules
    let key: RateKey
    let freeForLoopback: Set<RateLimit>
    /// The limits that are counted in memory and exchanged each second.
    let tallies: [RateLimit: SharedTally]
    let signInQueue = SignInQueue()
    let logger: Logger

    /// - Parameters:
    ///   - secret: Of the hash that stands for addresses and accounts in the database; the same on all nodes, at
    ///     least 32 random bytes.
    ///   - freeForLoopback: Limits that don't hold for requests from this very machine.
    package init(
        pool: PostgresPool, rules: RateRules, secret: [UInt8], freeForLoopback: Set<RateLimit> = [], logger: Logger
    ) {
        self.pool = pool
        self.rules = rules
        self.key = RateKey(secret: secret)
        self.freeForLoopback = freeForLoopback
        self.logger = logger
        let tallied = RateLimit.allCases.filter(\.isTallied)
        tallies = Dictionary(
            uniqueKeysWithValues: tallied.compactMap { limit in rules[limit].map { (limit, SharedTally($0)) } })
    }

    /// Counts one for what the key's parts name together: a phone number, a user's id, an address.
    ///
    /// - Throws: `RateLimited`. Costs a round trip.
    package func admit(_ limit: RateLimit, _ key: String...) async throws {
        if limit.countsAddresses, key.count == 1, let address = NetworkAddress(key[0]) {
            return try await admit(limit, from: address)
        }
        guard let rule = rules[limit] else { return }
        try await take(limit, rule, key)
    }

    /// Counts one for an address; nil, where there is no network between, counts as an address of its own.
    ///
    /// - Throws: `RateLimited`. Costs a round trip, except for the limits that are counted in memory.
    package func admit(_ limit: RateLimit, from address: NetworkAddress?) async throws {
        guard let rule = rules[limit] else { return }
        if address?.isLoopback == true, freeForLoopback.contains(limit) { return }
        let counted = address?.counted ?? NetworkAddress(high: 0, low: 0)
        guard let tally = tallies[limit] else { return try await take(limit, rule, [counted.description]) }
        let wait_s = tally.take(.address(counted))
        if wait_s > 0 { throw RateLimited(limit, wait_s: wait_s) }
    }

    /// Counts one for a user.
    ///
    /// - Throws: `RateLimited`. Costs a round trip, except for the limits that are counted in memory.
    package func admit(_ limit: RateLimit, user id: Int64) async throws {
        guard let rule = rules[limit] else { return }
        guard let tally = tallies[limit] else { return try await take(limit, rule, [String(id)]) }
        let wait_s = tally.take(.user(id))
        if wait_s > 0 { throw RateLimited(limit, wait_s: wait_s) }
    }

    private func take(_ limit: RateLimit, _ rule: RateRule, _ parts: [String]) async throws {
        let key = key(limit, rule, parts)
        let wait_s = try await pool.withConnection { connection in
            try await connection.query("SELECT rate_take(\(key), \(rule.count), \(rule.period_s))")[0]
                .decode(Double.self)
        }
        if wait_s > 0 { throw RateLimited(limit, wait_s: wait_s) }
    }
}
