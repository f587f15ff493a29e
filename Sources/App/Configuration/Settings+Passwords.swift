import Marketplace

extension Settings {
    /// How costly passwords are to try, for others and for us.
    struct Passwords: Sendable, Equatable {
        /// bcrypt's: the logarithm of its rounds. Below 10 is for tests.
        var cost: Int
        /// How many hashes run at a time.
        var threads: Int
        /// How many more may wait; beyond, the answer is 503.
        var queue: Int

        func hasher() -> PasswordHasher { PasswordHasher(cost: cost, threads: threads, queueLimit: queue) }
    }

    static func readPasswords(_ reader: SettingsReader) throws -> Passwords {
        Passwords(
            cost: try reader.integer("istri.bcrypt.cost", in: 4...17, default: 12),
            threads: try reader.integer("istri.bcrypt.threads", in: 1...64, default: PasswordHasher.defaultThreads),
            queue: try reader.integer("istri.bcrypt.queue", in: 1...10_000, default: 64))
    }

    static func readSessionLimits(_ reader: SettingsReader) throws -> SessionLimits {
        let idle_h = try reader.integer("istri.session.idle.hours", in: 1...8760, default: 14 * 24)
        let absolute_h = try reader.integer("istri.session.max.hours", in: 1...8760, default: 60 * 24)
        return SessionLimits(idle: .seconds(idle_h * 3600), absolute: .seconds(absolute_h * 3600))
    }
}
