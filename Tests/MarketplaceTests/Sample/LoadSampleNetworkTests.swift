import Marketplace
import Postgres
import TestSupport
import Testing

@Suite struct LoadSampleNetworkTests {
    @Test func `a sample replaces the one before and leaves real centres alone`() async throws {
        try await withDatabase(.geodata, as: .owner) { pool in
            let real = try await addRealCentre(to: pool)
            let first = try await loadSampleNetwork(centres: 400, seed: 1, into: pool)
            #expect(first.removed == 0 && first.providers == 400 && first.areas == 400)
            let second = try await loadSampleNetwork(centres: 300, seed: 2, into: pool)
            #expect(second.removed == 400 && second.providers == 300)
            let counts = try await pool.query(
                """
                SELECT count(*) FILTER (WHERE is_sample), count(*) FILTER (WHERE NOT is_sample),
                    min(id) FILTER (WHERE NOT is_sample),
                    (SELECT count(*) FROM service_areas), (SELECT count(*) FROM provider_services)
                FROM service_providers
                """)
            let (samples, others, other, areas, offers) = try counts[0].decode(
                Int.self, Int.self, Int.self, Int.self, Int.self)
            #expect(samples == 300 && others == 1 && other == real)
            #expect(areas == 301 && offers == second.offers + 1)
        }
    }

    @Test func `bookings of a sample go with it, and others stay`() async throws {
        try await withDatabase(.geodata, as: .owner) { pool in
            let real = try await addRealCentre(to: pool)
            _ = try await loadSampleNetwork(centres: 400, seed: 1, into: pool)
            let first = try await pool.withTransaction { transaction in
                try await transaction.query(
                    """
                    WITH customer AS (
                        INSERT INTO users (name, email, role) VALUES ('Someone', 'sample@example.org', 'customer') RETURNING id)
                    INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, scheduled_at, ends_at,
                        during, total_paise, changed_role)
                    SELECT c.id, r.provider_id, r.id, 'completed', 'walk_in', 600001, now(), now() + interval '1 hour',
                        tstzrange(now(), now() + interval '1 hour'), 0, 'customer'
                    FROM customer c, booking_resources r WHERE r.kind = 'bench' AND r.number = 1 RETURNING id, provider_id
                    """)
            }
            #expect(first.count == 401)
            // Work done again free of charge, which names its first.
            try await pool.execute(
                """
                INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, scheduled_at, ends_at,
                    during, total_paise, changed_role, warranty_of)
                SELECT customer_id, provider_id, resource_id, 'accepted', mode, pincode, scheduled_at + interval '1 day',
                    ends_at + interval '1 day', tstzrange(scheduled_at + interval '1 day', ends_at + interval '1 day'), 0,
                    'customer', id FROM bookings
                """)
            _ = try await loadSampleNetwork(centres: 300, seed: 2, into: pool)
            let left = try await pool.query("SELECT provider_id FROM bookings").map { try $0.decode(Int.self) }
            #expect(left == [real, real])
        }
    }

    @Test func `the same seed gives the same rows, areas included`() async throws {
        try await withDatabase(.geodata, as: .owner) { pool in
            _ = try await loadSampleNetwork(centres: 400, seed: 5, into: pool)
            let first = try await fingerprint(pool)
            _ = try await loadSampleNetwork(centres: 400, seed: 6, into: pool)
            #expect(try await fingerprint(pool) != first)
            _ = try await loadSampleNetwork(centres: 400, seed: 5, into: pool)
            #expect(try await fingerprint(pool) == first)
        }
    }

    @Test func `every centre stands in the state or within 2 km of it, most in their own cell`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            let rows = try await pool.query(
                """
                WITH state AS MATERIALIZED (SELECT sample_outline() AS geom)
                SELECT count(*) FILTER (WHERE NOT ST_DWithin(state.geom::geography, p.location::geography, 2000)),
                    count(*) FILTER (WHERE ST_Covers(cell.geom, p.location)), count(*)
                FROM service_providers AS p, state, pincode_cells AS cell
                WHERE cell.pincode = p.pincode AND p.is_sample
                """)
            let (outside, inCell, all) = try rows[0].decode(Int.self, Int.self, Int.self)
            #expect(outside == 0)
            #expect(all == 400)
            // The 8 who stand on their pincode's point and the 4 duplicates may lie outside it.
            #expect(inCell >= 388)
        }
    }

    @Test func `areas are in force, valid, and of the kind and size asked for`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            let rows = try await pool.query(
                """
                WITH state AS MATERIALIZED (SELECT sample_outline() AS geom)
                SELECT count(*) FILTER (WHERE a.kind = 'radius'), count(*) FILTER (WHERE a.kind = 'pincodes'),
                    count(*) FILTER (WHERE a.kind = 'district'),
                    bool_and(a.status = 'in_force' AND ST_IsValid(a.geom)),
                    bool_and(ST_Area(a.geom::geography) / 1e6 <= pi() * a.radius_km ^ 2)
                        FILTER (WHERE a.kind = 'radius'),
                    bool_and(ST_Area(ST_Difference(a.geom, state.geom)::geography) < 1)
                        FILTER (WHERE a.kind = 'radius'),
                    bool_and(cardinality(a.pincodes) BETWEEN 3 AND 25) FILTER (WHERE a.kind = 'pincodes')
                FROM service_areas AS a, state
                """)
            let (radii, lists, districts, sound, round, cut, counted) = try rows[0].decode(
                Int.self, Int.self, Int.self, Bool.self, Bool.self, Bool.self, Bool.self)
            #expect(radii == 220 && lists == 140 && districts == 40)
            #expect(sound && round && cut && counted)
        }
    }

    @Test func `a list's area is its cells and a district's area is the district`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            let rows = try await pool.query(
                """
                SELECT max(abs(ST_Area(a.geom::geography) - cells.m2)) FILTER (WHERE a.kind = 'pincodes'),
                    bool_and(a.geom = d.geom) FILTER (WHERE a.kind = 'district')
                FROM service_areas AS a
                LEFT JOIN districts AS d ON d.lgd = a.district_lgd
                CROSS JOIN LATERAL (
                    SELECT sum(ST_Area(c.geom::geography)) AS m2
                    FROM pincode_cells AS c WHERE c.pincode = ANY (a.pincodes)
                ) AS cells
                """)
            let (difference, same) = try rows[0].decode(Double.self, Bool.self)
            // Cells may overlap by up to 0.1 km2 in all.
            #expect(difference < 100_000)
            #expect(same)
        }
    }

    @Test func `a whole circle's corners lie on the geodesic circle`() async throws {
        try await withDatabase(.schema, as: .owner) { pool in
            let rows = try await pool.query(
                """
                SELECT min(d), max(d), count(*) FROM (
                    SELECT ST_Distance(ST_SetSRID(ST_MakePoint(78.7, 10.8), 4326)::geography, geom::geography) AS d
                    FROM ST_DumpPoints(sample_circle(10.8, 78.7, 60))) AS corner
                """)
            let (nearest, farthest, corners) = try rows[0].decode(Double.self, Double.self, Int.self)
            #expect(abs(nearest - 60_000) < 0.001 && abs(farthest - 60_000) < 0.001)
            #expect(corners == 65)
        }
    }

    @Test func `border points lie on the land border, not on the coast`() async throws {
        try await withDatabase(.geodata, as: .owner) { pool in
            let rows = try await pool.query(
                """
                SELECT count(*), count(*) FILTER (WHERE lat < 12 AND lng > 78), count(DISTINCT pincode)
                FROM sample_border_points()
                """)
            let (points, onTheCoast, pincodes) = try rows[0].decode(Int.self, Int.self, Int.self)
            #expect((200...600).contains(points))
            #expect(onTheCoast == 0)
            #expect(pincodes > 50)
        }
    }

    @Test func `each table is filled by one statement, so statement triggers run once`() async throws {
        try await withDatabase(.geodata, as: .owner) { pool in
            try await pool.withConnection { try await $0.runScript(countingTriggers) }
            _ = try await loadSampleNetwork(centres: 50, seed: 1, into: pool)
            let rows = try await pool.query("SELECT string_agg(relation, ' ' ORDER BY relation) FROM inserts_seen")
            #expect(try rows[0].decode(String.self) == "provider_services service_areas service_providers")
        }
    }

    @Test func `without geodata the load is refused and nothing changes`() async throws {
        try await withDatabase(.schema, as: .owner) { pool in
            _ = await #expect(throws: SampleError.geodataNotLoaded) {
                _ = try await loadSampleNetwork(centres: 400, seed: 1, into: pool)
            }
        }
    }

    @Test func `a catalogue without the sample's services is refused by their names`() async throws {
        try await withDatabase(.geodata, as: .owner) { pool in
            try await pool.execute("DELETE FROM services WHERE service IN ('thermostat', 'steam_leak')")
            _ = await #expect(throws: SampleError.servicesMissing(["thermostat", "steam_leak"])) {
                _ = try await loadSampleNetwork(centres: 400, seed: 1, into: pool)
            }
        }
    }

    @Test(arguments: [0, -1, 500_001]) func `an impossible number of centres is refused`(centres: Int) async throws {
        try await withDatabase(.schema, as: .owner) { pool in
            _ = await #expect(throws: SampleError.centresOutOfRange(centres)) {
                _ = try await loadSampleNetwork(centres: centres, seed: 1, into: pool)
            }
        }
    }

    private func addRealCentre(to pool: PostgresPool) async throws -> Int {
        try await pool.withTransaction { transaction in
            let id = try await transaction.query(
                """
                INSERT INTO service_providers (center_name, address, city, district_lgd, pincode, phone, lat, lng,
                    location_source, status)
                VALUES ('Real', 'Street 1', 'Chennai', 568, 600001, '+919999999999', 13.09, 80.28, 'pin', 'approved')
                RETURNING id
                """)[0].decode(Int.self)
            try await transaction.execute(
                """
                INSERT INTO provider_services (provider_id, service, price_paise, minutes)
                VALUES (\(id), 'thermostat', 1, 1)
                """)
            try await transaction.execute(
                """
                INSERT INTO service_areas (provider_id, kind, radius_km, geom, status)
                VALUES (\(id), 'radius', 5, ST_Multi(sample_circle(13.09, 80.28, 5)), 'in_force')
                """)
            return id
        }
    }

    /// Everything but the ids and the time.
    private func fingerprint(_ pool: PostgresPool) async throws -> String {
        try await pool.query(
            """
            SELECT md5(string_agg(concat_ws('|', p.center_name, p.address, p.city, p.district_lgd, p.pincode, p.phone,
                p.lat, p.lng, p.location_source, p.status, p.open_minutes, a.kind, a.radius_km, a.pincodes,
                md5(ST_AsBinary(a.geom)), s.offers), E'\\n' ORDER BY p.id))
            FROM service_providers AS p JOIN service_areas AS a ON a.provider_id = p.id
            CROSS JOIN LATERAL (
                SELECT string_agg(concat_ws(',', service, price_paise, minutes), ';' ORDER BY service) AS offers
                FROM provider_services WHERE provider_id = p.id
            ) AS s
            """)[0].decode(String.self)
    }

    private var countingTriggers: String {
        let tables = ["service_providers", "provider_services", "service_areas"]
        return """
            CREATE TABLE inserts_seen (relation text NOT NULL);
            CREATE FUNCTION see_insert() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO inserts_seen VALUES (TG_TABLE_NAME);
                RETURN NULL;
            END $$;
            """
                + tables.map {
                    "CREATE TRIGGER see_insert AFTER INSERT ON \($0) FOR EACH STATEMENT EXECUTE FUNCTION see_insert();"
                }.joined(separator: "\n")
    }
}
