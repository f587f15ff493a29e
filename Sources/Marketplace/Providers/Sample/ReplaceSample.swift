import Postgres

/// Puts the staged centres in the place of the previous sample.
///
/// Each table is emptied and filled by one statement of the whole set, so that statement triggers run once each.
nonisolated(nonsending) func replaceSample(
    seed: UInt64, summary: SampleSummary, on connection: PostgresConnection, progress: (String, Double) -> Void
) async throws -> SampleReport {
    progress("removing the previous sample", 0.2)
    let removed = try await removeSample(on: connection)
    progress("storing centres", 0.3)
    let providers = try await insertProviders(on: connection)
    let offers = try await insertOffers(on: connection)
    progress("drawing service areas", 0.5)
    let areas = try await connection.query("SELECT sample_insert_areas()")[0].decode(Int.self)
    progress("measuring the tables", 0.97)
    // Whoever measures next must not be planned for by the statistics of empty tables.
    try await connection.runScript("ANALYZE service_providers, provider_services, service_areas")
    progress("done", 1)
    return SampleReport(
        seed: seed, summary: summary, removed: removed, providers: providers, offers: offers, areas: areas)
}

/// Children first, by themselves: the cascade would look for them centre by centre.
///
/// Its history goes with it, first, or each sample would leave as much as it is.
/// So do its bookings: they are as synthetic as the centres. What was done again free of charge names its first.
private func removeSample(on connection: PostgresConnection) async throws -> Int {
    for condition in ["b.warranty_of IS NOT NULL", "true"] {
        try await connection.execute(
            """
            DELETE FROM bookings AS b USING service_providers AS p
            WHERE p.id = b.provider_id AND p.is_sample AND \(Query(unsafeSQL: condition))
            """)
    }
    for table in ["service_area_versions", "service_provider_periods"] {
        try await connection.execute(
            """
            DELETE FROM \(identifier: table) AS h USING service_providers AS p WHERE p.id = h.provider_id AND p.is_sample
            """)
    }
    try await connection.execute(
        "DELETE FROM service_areas AS a USING service_providers AS p WHERE p.id = a.provider_id AND p.is_sample")
    try await connection.execute(
        "DELETE FROM provider_services AS s USING service_providers AS p WHERE p.id = s.provider_id AND p.is_sample")
    return try await connection.execute("DELETE FROM service_providers WHERE is_sample")
}

private func insertProviders(on connection: PostgresConnection) async throws -> Int {
    try await connection.execute(
        """
        INSERT INTO service_providers (id, center_name, address, city, district_lgd, pincode, phone, lat, lng,
            location_source, status, open_minutes, is_sample)
        SELECT id, center_name, address, city, district_lgd, pincode, phone, lat, lng,
            location_source, status, open_minutes, true
        FROM staged_centres ORDER BY id
        """)
}

private func insertOffers(on connection: PostgresConnection) async throws -> Int {
    try await connection.execute(
        """
        INSERT INTO provider_services (provider_id, service, price_paise, minutes)
        SELECT c.id, o.service, o.price_paise, o.minutes
        FROM staged_centres AS c, unnest(c.services, c.prices_paise, c.service_minutes)
            AS o (service, price_paise, minutes)
        """)
}
