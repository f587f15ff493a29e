import Jobs
import Postgres

extension PersonalDataPart {
    /// The row stays, found by nobody, at the pincode's point: what happened there is told of it. Name, address,
    /// phone number, GSTIN and pin are a sole trader's own.
    static let centres = PersonalDataPart(
        name: "centres", tables: ["service_providers", "provider_services"]
    ) { user, after, limit in
        """
        SELECT id, json_build_object('id', id, 'center_name', center_name, 'address', address, 'city', city,
            'district', district, 'pincode', pincode::text, 'phone', phone, 'lat', lat, 'lng', lng,
            'location_source', location_source, 'gstin', gstin, 'benches', benches, 'technicians', technicians,
            'status', status, 'decided_at', decided_at, 'decision_reason', decision_reason,
            'open_minutes_of_the_week', open_minutes::text, 'created_at', created_at, 'updated_at', updated_at,
            'services', (SELECT coalesce(json_agg(json_build_object('service', service, 'price_paise', price_paise,
                'minutes', minutes) ORDER BY service), '[]') FROM provider_services WHERE provider_id = s.id))::text
        FROM service_providers s WHERE user_id = \(user) AND id > \(after) ORDER BY id LIMIT \(limit)
        """
    } erase: { user, transaction in
        // Customers who count on them are looked after as when a centre is suspended.
        let centres = try await transaction.query(
            "SELECT id FROM service_providers WHERE user_id = \(user) ORDER BY id")
        for id in try centres.map({ try $0.decode(Int64.self) }) {
            _ = try await ReassignBookingsJob(providerID: id, reason: nil).enqueue(
                on: transaction, uniqueKey: String(id))
        }
        try await transaction.execute(
            """
            UPDATE service_providers s SET status = 'inactive', center_name = 'Erased', address = 'Erased', phone = '',
                gstin = NULL, open_minutes = '{}', decision_reason = NULL, changed_since_approval = '{}',
                approved_location = NULL, location_source = 'pincode_centroid',
                lat = coalesce((SELECT p.lat FROM pincodes p WHERE p.pincode = s.pincode), s.lat),
                lng = coalesce((SELECT p.lng FROM pincodes p WHERE p.pincode = s.pincode), s.lng),
                updated_at = now()
            WHERE user_id = \(user)
            """)
    }

    static let serviceAreas = PersonalDataPart(
        name: "service_areas", tables: ["service_areas"]
    ) { user, after, limit in
        """
        SELECT a.id, json_build_object('id', a.id, 'provider_id', a.provider_id, 'kind', a.kind, 'status', a.status,
            'city', a.city, 'district_lgd', a.district_lgd, 'pincodes', a.pincodes, 'radius_km', a.radius_km,
            'geometry', ST_AsGeoJSON(a.geom, 7)::json, 'version', a.version, 'request', a.request,
            'decided_at', a.decided_at, 'decision_reason', a.decision_reason, 'created_at', a.created_at)::text
        FROM service_areas a JOIN service_providers s ON s.id = a.provider_id
        WHERE s.user_id = \(user) AND a.id > \(after) ORDER BY a.id LIMIT \(limit)
        """
    } erase: { user, transaction in
        // A circle's middle is where the centre was.
        try await transaction.execute(
            """
            DELETE FROM service_areas WHERE provider_id IN (SELECT id FROM service_providers WHERE user_id = \(user))
            """)
    }

    static let closures = PersonalDataPart(name: "closures", tables: ["closures"]) { user, after, limit in
        """
        SELECT c.id, json_build_object('id', c.id, 'provider_id', c.provider_id, 'from', lower(c.during),
            'to', upper(c.during), 'reason', c.reason, 'created_at', c.created_at)::text
        FROM closures c JOIN service_providers s ON s.id = c.provider_id
        WHERE s.user_id = \(user) AND c.id > \(after) ORDER BY c.id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute(
            "DELETE FROM closures WHERE provider_id IN (SELECT id FROM service_providers WHERE user_id = \(user))")
    }
}
