import Postgres
import TestSupport
import Testing

@Suite struct DemandTests {
    @Test func `a district's households are its people by household, but for rounding`() async throws {
        try await withDatabase(.geodata) { pool in
            let rows = try await pool.query(
                """
                SELECT d.name, sum(households), d.population / people_per_household(), count(*)
                FROM pincode_demand JOIN pincodes USING (pincode) JOIN districts d ON d.lgd = district_lgd
                GROUP BY d.lgd
                """)
            #expect(rows.count == 38)
            for row in rows {
                let (name, households, expected, pincodes) = try row.decode(
                    String.self, Int64.self, Double.self, Int64.self)
                #expect(abs(Double(households) - expected) <= Double(pincodes) / 2, "\(name)")
            }
        }
    }

    @Test func `every pincode has some, by its offices that deliver`() async throws {
        try await withDatabase(.geodata) { pool in
            let row = try await pool.query(
                """
                SELECT (SELECT count(*) FROM pincodes) = count(*), min(households) > 0 FROM pincode_demand
                """)[0]
            let (all, positive) = try row.decode(Bool.self, Bool.self)
            #expect(all && positive)
            // Two pincodes of one district are to each other as their delivering offices are.
            let ratios = try await pool.query(
                """
                SELECT (coalesce(stddev(share), 0) / avg(share))::double precision
                FROM pincodes p CROSS JOIN LATERAL (
                    SELECT households / greatest((
                        SELECT count(*) FROM post_offices o WHERE o.pincode = p.pincode AND o.delivers), 1.0) AS share
                    FROM pincode_demand d WHERE d.pincode = p.pincode
                ) AS s GROUP BY p.district_lgd
                """)
            for row in ratios {
                let spread = try row.decode(Double.self)
                #expect(spread < 0.01)
            }
        }
    }

    @Test func `estimating again changes nothing`() async throws {
        try await withDatabase(.geodata, as: .owner) { pool in
            let changed = try await pool.withTransaction {
                try await $0.query("SELECT demand_estimate()")[0].decode(Int64.self)
            }
            #expect(changed == 0)
        }
    }
}
