import Foundation
import Matching
import Postgres
import SystemPackage
import TestSupport
import Testing

struct GeodataFilesTests {
    @Test func `a half-written file is refused and nothing is loaded`() async throws {
        try await withGeodataFolder { pool, folder in
            try await folder.seal(pool)
            let offices = try folder.text(of: GeodataFolder.offices)
            try folder.write(String(offices.prefix(offices.count / 2)), to: GeodataFolder.offices)
            try await expectRefusal(.differs(file: "pincodes/offices.csv"), folder, pool)
        }
    }

    @Test func `a file that is absent or unlisted is named`() async throws {
        try await withGeodataFolder { pool, folder in
            try await folder.seal(pool)
            let manifest = try folder.text(of: "MANIFEST")
            let shifts = folder.path.appending("pincodes/shifts.csv").string
            try FileManager.default.removeItem(atPath: shifts)
            try await expectRefusal(.unreadable(file: "pincodes/shifts.csv"), folder, pool)
            try folder.write(manifest.replacing(/.*shifts.csv\n/, with: ""), to: "MANIFEST")
            try await expectRefusal(.unlisted(file: "pincodes/shifts.csv"), folder, pool)
        }
    }

    @Test func `a folder without a whole MANIFEST is refused`() async throws {
        try await withGeodataFolder { pool, folder in
            try await expectRefusal(.noManifest(folder: folder.path.string), folder, pool)
            try await folder.seal(pool)
            try folder.write(String(try folder.text(of: "MANIFEST").dropLast(12)), to: "MANIFEST")
            await #expect(throws: GeodataError.self) {
                try await GeodataLoader(folder: folder.path, pool: pool).load()
            }
            try folder.write("not a checksum\n", to: "MANIFEST")
            try await expectRefusal(.brokenManifest(line: 1), folder, pool)
        }
    }

    @Test func `a file that is not text is refused`() async throws {
        try await withGeodataFolder { pool, folder in
            let path = folder.path.appending("pincodes/taluks.csv").string
            for bytes in [Data([0x61, 0xff, 0x0a]), Data([0x61, 0x00, 0x0a])] {
                try bytes.write(to: URL(filePath: path))
                try await folder.seal(pool)
                try await expectRefusal(.notText(file: "pincodes/taluks.csv"), folder, pool)
            }
        }
    }

    @Test func `a wrong heading ends the load with a line that names the file`() async throws {
        try await withGeodataFolder { pool, folder in
            try folder.write("pincode;name\n621704;A\n", to: GeodataFolder.offices)
            try await folder.seal(pool)
            let error = await #expect(throws: PostgresError.self) {
                try await GeodataLoader(folder: folder.path, pool: pool).load()
            }
            #expect(error?.message.contains("offices.csv: the first line must be") == true)
        }
    }

    @Test func `an override without a reason or outside the state is reported and ignored`() async throws {
        try await withGeodataFolder { pool, folder in
            let lines = [
                "621704,11.14,79.08,,somebody", "621704,28.6,77.2,Delhi,somebody",
                "600001,13.09,80.29,not here,somebody",
                "621714,11.2,79.0,known to be wrong,somebody",
            ]
            for line in lines { try folder.add(line, to: "pincodes/overrides.csv") }
            try await folder.seal(pool)
            let report = try await GeodataLoader(folder: folder.path, pool: pool).load()
            #expect(report.brokenLines.map(\.line) == Array(lines.prefix(3)))
            let row = try await pool.query("SELECT lat, lng, quality, source FROM pincodes WHERE pincode = 621714")[0]
            let (lat, lng, quality, source) = try row.decode(Double.self, Double.self, String.self, String.self)
            #expect((lat, lng) == (11.2, 79.0) && quality == "override" && source == "placed by hand: somebody")
        }
    }

    private func expectRefusal(_ expected: GeodataError, _ folder: GeodataFolder, _ pool: PostgresPool) async throws {
        await #expect(throws: expected) { try await GeodataLoader(folder: folder.path, pool: pool).load() }
        #expect(try await pool.query("SELECT count(*) FROM pincodes")[0].decode(Int.self) == 0)
    }
}
