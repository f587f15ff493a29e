import Foundation
import Postgres

/// What a centre has to get.
package struct CentreBalance: Sendable {
    package let provider_id: Int64
    package let center_name: String
    /// By the ledger; below nothing: what it owes.
    package let balance_paise: Int64
    /// Said to have come to the operator's account, where no admin has looked yet: nobody is paid of that.
    package let unseen_paise: Int64
    /// Of it what customers still owe: nobody is paid of that either.
    package let unpaid_paise: Int64

    /// What may be paid out now.
    package var rest_paise: Int64 { balance_paise - unseen_paise - unpaid_paise }

    static let columns: Query = "v.centre, v.name, v.balance_paise, v.unseen_paise, v.unpaid_paise"

    init(_ row: PostgresRow) throws {
        provider_id = try row.column(0)
        center_name = try row.column(1)
        balance_paise = try row.column(2)
        unseen_paise = try row.column(3)
        unpaid_paise = try row.column(4)
    }
}

/// What a centre was paid.
package struct Payout: Sendable {
    package let id: Int64
    package let provider_id: Int64
    package let center_name: String
    package let amount_paise: Int64
    /// The bank's.
    package let reference: String
    package let madeAt: Date
    /// Nil for one who is gone.
    package let madeBy: String?
}

extension Ledger {
    /// Centres that have something to get or to give, who has most to get first. Reads the whole ledger.
    ///
    /// - Parameter named: A part of their name.
    package func balances(named: String?, most: Int) async throws -> [CentreBalance] {
        try await pool.query(
            "SELECT \(CentreBalance.columns) FROM centre_balances(\(named)::text, \(Int32(most))) AS v"
        ).map(CentreBalance.init)
    }

    /// - Throws: `PaymentError.unknownProvider`.
    package func balance(of provider: Int64) async throws -> CentreBalance {
        let rows = try await pool.query(
            """
            SELECT s.id, s.center_name, provider_balance(s.id, 'infinity'), provider_unseen(s.id),
                provider_unpaid(s.id)
            FROM service_providers s WHERE s.id = \(provider)
            """)
        guard let row = rows.first else { throw PaymentError.unknownProvider }
        return try CentreBalance(row)
    }

    /// The latest first.
    ///
    /// - Parameter provider: Nil for all.
    package func payouts(to provider: Int64?, before: Int64?, limit: Int) async throws -> Page<Payout, Int64> {
        let rows = try await pool.query(
            """
            SELECT o.id, o.provider_id, s.center_name, o.amount_paise, o.reference, o.created_at, u.name
            FROM provider_payouts o JOIN service_providers s ON s.id = o.provider_id
            LEFT JOIN users u ON u.id = o.created_by
            WHERE (\(provider)::bigint IS NULL OR o.provider_id = \(provider)::bigint) AND o.id < \(before ?? .max)
            ORDER BY o.id DESC LIMIT \(limit + 1)
            """)
        let payouts = try rows.map { row in
            Payout(
                id: try row.column(0), provider_id: try row.column(1), center_name: try row.column(2),
                amount_paise: try row.column(3), reference: try row.column(4), madeAt: try row.column(5),
                madeBy: try row.column(6))
        }
        return Page(payouts, limit: limit) { $0.id }
    }
}
