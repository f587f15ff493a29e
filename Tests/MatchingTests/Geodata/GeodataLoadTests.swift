import Matching
import Postgres
import SystemPackage
import TestSupport
import Testing

struct GeodataLoadTests {
    @Test func `the same data loaded again touch no row`() async throws {
        try await withGeodataFolder { pool, folder in
            try await folder.seal(pool)
            let first = try await GeodataLoader(folder: folder.path, pool: pool).load()
            let rows = try await versions(pool)
            let again = try await GeodataLoader(folder: folder.path, pool: pool).load()
            #expect(again == first)
            #expect(try await versions(pool) == rows)
            #expect(try await count("SELECT count(*) FROM geodata_loads", pool) == 1)
            #expect(try await count("SELECT count(*) FROM pincodes", pool) > 50)
        }
    }

    @Test func `two databases get the same rows`() async throws {
        try await withGeodataFolder { one, folder in
            try await folder.seal(one)
            try await GeodataLoader(folder: folder.path, pool: one).load()
            try await withDatabase(.schema, as: .owner) { other in
                try await GeodataLoader(folder: folder.path, pool: other).load()
                #expect(try await contents(other) == contents(one))
            }
        }
    }

    @Test func `a line that is no office is dropped with its reason and the others are loaded`() async throws {
        try await withGeodataFolder { pool, folder in
            let good = try await loaded(folder, pool).offices.read
            let broken: [(line: String, reason: String)] = [
                ("621704,Half an office", "not ten fields"),
                ("62170x,A BO,A,BO,Delivery,Ariyalur,Tamil Nadu,D,11.1,79.1", "pincode is not six digits"),
                ("621704,,A,BO,Delivery,Ariyalur,Tamil Nadu,D,11.1,79.1", "no office name"),
                ("621704,A XX,A,XX,Delivery,Ariyalur,Tamil Nadu,D,11.1,79.1", "unknown office type"),
                ("621704,A BO,A,BO,Sometimes,Ariyalur,Tamil Nadu,D,11.1,79.1", "unknown delivery status"),
                ("621704,\"A BO,A,BO,Delivery,Ariyalur,Tamil Nadu,D,11.1,79.1", "not ten fields"),
            ]
            let numbers = try broken.map { try folder.add($0.line) }
            let report = try await loaded(folder, pool)
            #expect(report.offices.read == good)
            #expect(report.brokenLines.map(\.lineNumber) == numbers)
            #expect(report.brokenLines.map(\.reason) == broken.map(\.reason))
            #expect(report.brokenLines.allSatisfy { $0.file == "offices.csv" })
            #expect("\(report)".contains("offices.csv:\(numbers[0]): not ten fields: 621704,Half an office"))
        }
    }

    @Test func `a coordinate that is no number leaves its office without a point`() async throws {
        try await withGeodataFolder { pool, folder in
            try folder.add("621704,Odd BO,Odd,BO,Delivery,Ariyalur,Tamil Nadu,D,11.1 N,79.1 E")
            let report = try await loaded(folder, pool)
            #expect(report.offices.byStatus["dropped:not_numbers"] == 1)
            #expect(report.offices.lists["dropped:not_numbers"]?.first?.latRaw == "11.1 N")
        }
    }

    @Test func `what vanishes from the files vanishes from the database`() async throws {
        try await withGeodataFolder { pool, folder in
            try folder.add("621999,Passing SO,Passing,SO,Delivery,Ariyalur,Tamil Nadu,D,11.1401,79.0801")
            _ = try await loaded(folder, pool)
            #expect(try await count("SELECT count(*) FROM pincodes WHERE pincode = 621999", pool) == 1)
            let offices = try folder.text(of: GeodataFolder.offices)
            try folder.write(offices.replacing(/621999.*\n/, with: ""), to: GeodataFolder.offices)
            _ = try await loaded(folder, pool)
            for table in ["pincodes", "pincode_cells", "post_offices", "places"] {
                let left = try await pool.query(
                    "SELECT count(*) FROM \(identifier: table) WHERE pincode = 621999")[0].decode(Int.self)
                #expect(left == 0, "\(table)")
            }
        }
    }

    @Test func `a load that fails half-way leaves the old data in force`() async throws {
        try await withGeodataFolder { pool, folder in
            let before = try await loaded(folder, pool)
            let rows = try await contents(pool)
            try folder.add("621704,Late SO,Late,SO,Delivery,Ariyalur,Tamil Nadu,D,11.2,79.2")
            try await folder.seal(pool)
            try await pool.withConnection {
                try await $0.runScript(
                    """
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN RAISE EXCEPTION 'no more room'; END $$;
                    CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON post_offices EXECUTE FUNCTION refuse();
                    """)
            }
            await #expect(throws: PostgresError.self) {
                try await GeodataLoader(folder: folder.path, pool: pool).load()
            }
            #expect(try await contents(pool) == rows)
            #expect(try await GeodataReport.latest(on: pool) == before)
        }
    }

    @Test func `progress goes from 0 to 1`() async throws {
        try await withGeodataFolder { pool, folder in
            try await folder.seal(pool)
            var fractions: [Double] = []
            try await GeodataLoader(folder: folder.path, pool: pool).load { fractions.append($1) }
            #expect(fractions.first == 0 && fractions.last == 1)
            #expect(fractions == fractions.sorted() && fractions.allSatisfy { $0 <= 1 })
        }
    }

    private func loaded(_ folder: GeodataFolder, _ pool: PostgresPool) async throws -> GeodataReport {
        try await folder.seal(pool)
        return try await GeodataLoader(folder: folder.path, pool: pool).load()
    }

    private func count(_ query: Query, _ pool: PostgresPool) async throws -> Int {
        try await pool.query(query)[0].decode(Int.self)
    }

    /// Changes with any row that is written again, even with the same values.
    private func versions(_ pool: PostgresPool) async throws -> String {
        try await digest("xmin::text || ctid::text", pool)
    }

    private func contents(_ pool: PostgresPool) async throws -> String { try await digest("t::text", pool) }

    private func digest(_ of: Query, _ pool: PostgresPool) async throws -> String {
        try await pool.query(
            """
            SELECT concat_ws(' ',
                (SELECT md5(string_agg(\(of), ' ' ORDER BY lgd)) FROM districts t),
                (SELECT md5(string_agg(\(of), ' ' ORDER BY pincode)) FROM pincodes t),
                (SELECT md5(string_agg(\(of), ' ' ORDER BY pincode)) FROM pincode_cells t),
                (SELECT md5(string_agg(\(of), ' ' ORDER BY id)) FROM post_offices t))
            """)[0].decode(String.self)
    }
}
