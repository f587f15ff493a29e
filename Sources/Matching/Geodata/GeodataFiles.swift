import Postgres
import SystemPackage

/// The folder's files as text, each the one that the MANIFEST was written for.
struct GeodataFiles: Sendable {
    /// Names this set of data.
    let sha256: String
    let offices, taluks, corrections, shifts, overrides: String
    let districts, boundaries: String
    let places: String

    /// - Throws: `GeodataError` for the first file that is not as it should be; `PostgresError`.
    init(folder: FilePath, on database: some PostgresQueryable) async throws {
        let manifest = try GeodataManifest(folder: folder)
        offices = try await manifest.text(of: "pincodes/offices.csv", on: database)
        taluks = try await manifest.text(of: "pincodes/taluks.csv", on: database)
        corrections = try await manifest.text(of: "pincodes/corrections.csv", on: database)
        shifts = try await manifest.text(of: "pincodes/shifts.csv", on: database)
        overrides = try await manifest.text(of: "pincodes/overrides.csv", on: database)
        districts = try await manifest.text(of: "districts/districts.csv", on: database)
        boundaries = try await manifest.text(of: "districts/districts.geojson", on: database)
        places = try await manifest.text(of: "names/places.csv", on: database)
        sha256 = try await Matching.sha256(manifest.bytes, on: database)
    }
}
