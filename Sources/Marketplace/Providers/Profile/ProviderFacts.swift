import Postgres

/// All that an owner can change of a centre, as text, to tell what a change did.
struct ProviderFacts: Sendable, Equatable {
    private let values: [String: String?]

    /// A sole trader's, whose shop often bears their name: in the audit, which outlives an erased account, these are
    /// named without their values.
    private static let personal: Set<String> = ["center_name", "address", "phone", "gstin", "lat", "lng"]

    static func read(_ id: Int64, on transaction: PostgresConnection) async throws -> ProviderFacts {
        let rows = try await transaction.query(
            """
            SELECT fact.key, fact.value #>> '{}'
            FROM service_providers s
            CROSS JOIN jsonb_each(jsonb_build_object(
                'center_name', s.center_name, 'address', s.address, 'city', s.city, 'district', s.district,
                'pincode', s.pincode, 'phone', s.phone, 'gstin', s.gstin, 'lat', s.lat, 'lng', s.lng,
                'location_source', s.location_source, 'hours', s.open_minutes::text, 'benches', s.benches,
                'technicians', s.technicians, 'slot_minutes', s.slot_minutes,
                'bench_buffer_minutes', s.bench_buffer_minutes,
                'technician_buffer_minutes', s.technician_buffer_minutes, 'status', s.status,
                'services', (
                    SELECT string_agg(concat_ws(' ', o.service, o.price_paise, o.minutes), ', ' ORDER BY o.service)
                    FROM provider_services o WHERE o.provider_id = s.id))) AS fact
            WHERE s.id = \(id)
            """)
        var values: [String: String?] = [:]
        for row in rows { values.updateValue(try row.column(1), forKey: try row.column(0)) }
        return ProviderFacts(values: values)
    }

    /// Field: [before, after], for the audit.
    func difference(from before: ProviderFacts) -> [String: [String?]] {
        var change: [String: [String?]] = [:]
        for (field, value) in values {
            let old = before.values[field] ?? nil
            guard old != value else { continue }
            change[field] = Self.personal.contains(field) ? [nil, nil] : [old, value]
        }
        return change
    }
}
