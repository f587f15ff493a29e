import Postgres

/// Makes these the centre's services. What stays as it is isn't written again, so that no kept answer is dropped
/// for nothing.
///
/// - Throws: `ProviderError.unknownService`.
func replaceOffers(of provider: Int64, with offers: [ServiceOffer], on transaction: PostgresConnection) async throws {
    let services = offers.map(\.service)
    let known = try await transaction.query("SELECT service FROM services WHERE service = ANY (\(services))").map {
        try $0.decode(String.self)
    }
    if let index = services.firstIndex(where: { !known.contains($0) }) {
        throw ProviderError.unknownService(index: index, services[index])
    }
    try await transaction.execute(
        "DELETE FROM provider_services WHERE provider_id = \(provider) AND service <> ALL (\(services))")
    guard !offers.isEmpty else { return }
    try await transaction.execute(
        """
        INSERT INTO provider_services AS old (provider_id, service, price_paise, minutes)
        SELECT \(provider), * FROM unnest(\(services), \(offers.map(\.price_paise)), \(offers.map(\.minutes)))
        ON CONFLICT (provider_id, service) DO UPDATE
            SET price_paise = excluded.price_paise, minutes = excluded.minutes
            WHERE (old.price_paise, old.minutes) IS DISTINCT FROM (excluded.price_paise, excluded.minutes)
        """)
}
