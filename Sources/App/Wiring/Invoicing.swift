import Logging
import Marketplace
import Postgres

extension Settings {
    func invoices(on pool: PostgresPool, logger: Logger) -> Invoices {
        let invoices = Invoices(pool: pool, rules: self.invoices)
        if let defect = invoices.defect { logger.error("no invoice can be drawn on this machine: \(defect)") }
        return invoices
    }
}
