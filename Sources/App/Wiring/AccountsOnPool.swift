import Marketplace
import Postgres

extension Settings {
    func accounts(on pool: PostgresPool) throws -> Accounts {
        Accounts(pool: pool, passwords: passwords.hasher(), sessionLimits: sessions)
    }
}
