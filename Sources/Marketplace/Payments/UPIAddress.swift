import Postgres

extension Payments {
    /// Where a centre is paid by UPI; nil: nowhere but to the operator.
    ///
    /// - Throws: `PaymentError.unknownProvider`, also when the centre is none of the user's.
    package func upiAddress(of provider: Int64, for user: SignedInUser) async throws -> UPIPayee? {
        try await Ledger(pool: pool).check(provider, for: user)
        let rows = try await pool.query(
            "SELECT vpa, payee_name FROM provider_upi_addresses WHERE provider_id = \(provider)")
        guard let (vpa, name) = try rows.first?.decode(String.self, String.self) else { return nil }
        return UPIPayee(vpa: vpa, name: name)
    }

    /// Payments that are open already stay with the address that they name.
    ///
    /// - Throws: `PaymentError.unknownProvider`, also when the centre is none of the user's; `.invalidUPIAddress`.
    package func setUPIAddress(
        of provider: Int64, to payee: UPIPayee?, for user: SignedInUser, by actor: Actor
    ) async throws {
        try await Ledger(pool: pool).check(provider, for: user)
        if let payee, !UPIPayee.isAddress(payee.vpa) { throw PaymentError.invalidUPIAddress }
        try await pool.withRetriedTransaction { transaction in
            if let payee {
                try await transaction.execute(
                    """
                    INSERT INTO provider_upi_addresses (provider_id, vpa, payee_name)
                    VALUES (\(provider), \(payee.vpa), \(payee.name))
                    ON CONFLICT (provider_id) DO UPDATE
                        SET vpa = excluded.vpa, payee_name = excluded.payee_name, updated_at = now()
                    """)
            } else {
                try await transaction.execute("DELETE FROM provider_upi_addresses WHERE provider_id = \(provider)")
            }
            // Named without its value: it leads to a bank account.
            try await AuditEntry(
                "provider.upi_address_changed", "provider", provider, change: ["upi_address": [nil, nil]]
            )
            .record(by: actor, on: transaction)
        }
    }
}
