import Postgres

/// Makes a user the owner of a centre of the sample that is approved and comes to the door, and opens it around the
/// clock, unless they own an approved one already. For demonstrations.
package func giveSampleCentre(to userID: Int64, on pool: PostgresPool) async throws {
    // Read committed, because what is kept about coverage can't be brought up to date at any other level.
    try await pool.withTransaction(isolation: .readCommitted) { transaction in
        try await transaction.execute(
            """
            UPDATE service_providers SET user_id = \(userID), open_minutes = '{[0,10080)}'
            WHERE id = (SELECT c.id FROM service_providers AS c
                        WHERE c.is_sample AND c.status = 'approved' AND c.user_id IS NULL
                          AND EXISTS (SELECT FROM service_areas AS a WHERE a.provider_id = c.id AND a.status = 'in_force')
                        ORDER BY c.id LIMIT 1)
              AND NOT EXISTS (SELECT FROM service_providers AS own JOIN service_areas AS a ON a.provider_id = own.id
                              WHERE own.user_id = \(userID) AND own.status = 'approved' AND a.status = 'in_force')
            """)
    }
}
