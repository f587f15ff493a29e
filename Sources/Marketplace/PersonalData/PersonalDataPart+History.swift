import Postgres

/// Erased after the centres and their areas, whose changes still write history.
extension PersonalDataPart {
    /// What the areas of the person's centres were. Each version by a number of its own: the area's id and the version.
    static let areaHistory = PersonalDataPart(
        name: "service_area_versions", tables: ["service_area_versions"]
    ) { user, after, limit in
        """
        SELECT (v.area_id << 20) + v.version, json_build_object('area_id', v.area_id, 'version', v.version,
            'provider_id', v.provider_id, 'status', v.status, 'kind', v.kind, 'city', v.city,
            'district_lgd', v.district_lgd, 'pincodes', v.pincodes, 'radius_km', v.radius_km,
            'geometry', ST_AsGeoJSON(v.geom, 7)::json, 'request', v.request, 'created_at', v.created_at,
            'decided_at', v.decided_at, 'decision_reason', v.decision_reason,
            'from', lower(v.during), 'to', upper(v.during))::text
        FROM service_area_versions v JOIN service_providers s ON s.id = v.provider_id
        WHERE s.user_id = \(user) AND (v.area_id << 20) + v.version > \(after) ORDER BY 1 LIMIT \(limit)
        """
    } erase: { user, transaction in
        // As with the areas: a circle's middle is where the centre was.
        try await transaction.execute(
            """
            DELETE FROM service_area_versions
            WHERE provider_id IN (SELECT id FROM service_providers WHERE user_id = \(user))
            """)
    }

    /// When the person's centres were approved, where and under which name; one row a centre.
    static let centreHistory = PersonalDataPart(
        name: "centre_history", tables: ["service_provider_periods"]
    ) { user, after, limit in
        """
        SELECT s.id, json_build_object('provider_id', s.id, 'approved', (
            SELECT coalesce(json_agg(json_build_object('center_name', p.center_name, 'lat', p.lat, 'lng', p.lng,
                'from', lower(p.during), 'to', upper(p.during)) ORDER BY p.during), '[]')
            FROM service_provider_periods p WHERE p.provider_id = s.id))::text
        FROM service_providers s WHERE s.user_id = \(user) AND s.id > \(after) ORDER BY s.id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute(
            """
            DELETE FROM service_provider_periods
            WHERE provider_id IN (SELECT id FROM service_providers WHERE user_id = \(user))
            """)
    }
}
