import Foundation
import Postgres

extension Accounts {
    /// Makes the next signing key when its time has come, and forgets those that no token in force was signed
    /// with. To be called at the start and every few minutes to hours, on any number of nodes.
    ///
    /// - Throws: `SecretBoxError` when this node's secret key isn't the one that sealed the keys.
    package func rotateSigningKeys() async throws {
        try await accessTokens.rotateKeys()
        _ = try await accessTokens.cache.readAgain()
    }
}

extension AccessTokens {
    /// A new key is public for so long before it signs: every node, and every reader of the key set that keeps it
    /// for as long as it may, knows the key by then.
    static let announcement_s: Double = 3600
    /// "jwt keys" in ASCII; the same in every version.
    private static let lockKey: Int64 = 0x6A77_7420_6B65_7973

    func rotateKeys() async throws {
        let now = now()
        try await pool.withTransaction(isolation: .readCommitted) { transaction in
            _ = try await transaction.query("SELECT pg_advisory_xact_lock(\(Self.lockKey))")
            let newest = try await transaction.query("SELECT max(signs_from) FROM signing_keys")[0].decode(Date?.self)
            if let begin = beginOfNextKey(after: newest, now: now) {
                try await SigningKey.random(signsFrom: begin, secrets: secrets).store(on: transaction)
            }
            let goneSince = now.addingTimeInterval(-SigningKeys.afterlife_s)
            try await transaction.execute(
                """
                DELETE FROM signing_keys AS old
                WHERE EXISTS (SELECT FROM signing_keys AS next
                    WHERE next.signs_from > old.signs_from AND next.signs_from <= \(goneSince))
                """)
        }
    }

    /// - Returns: Nil when no new key is due. The first of all signs at once, since there is nobody to warn.
    private func beginOfNextKey(after newest: Date?, now: Date) -> Date? {
        guard let newest else { return now }
        let due = newest.addingTimeInterval(keyAge_s)
        let earliest = now.addingTimeInterval(Self.announcement_s)
        return due <= earliest ? earliest : nil
    }
}
