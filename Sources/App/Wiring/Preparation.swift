import Logging
import Marketplace
import Matching
import Postgres

/// What a server needs in its database before it can answer: the state's geodata, and for a
/// demonstration a network.
struct Preparation: Sendable {
    let settings: Settings
    let pool: PostgresPool
    let logger: Logger

    func run(demo: Bool) async throws {
        if try await isEmpty("SELECT NOT EXISTS (SELECT FROM pincodes)") { try await loadGeodata() }
        if demo, try await isEmpty("SELECT NOT EXISTS (SELECT FROM service_providers)") {
            try await loadSample()
        }
    }

    private func loadGeodata() async throws {
        logger.info("Loading Tamil Nadu: offices, centroids, cells, names")
        let bar = ProgressBar()
        _ = try await GeodataLoader(folder: settings.geodataFolder, pool: pool).load {
            bar.show($0, fraction: $1)
        }
    }

    private func loadSample() async throws {
        let bar = ProgressBar()
        _ = try await loadSampleNetwork(centres: 400, seed: 1, into: pool) { bar.show($0, fraction: $1) }
    }

    private func isEmpty(_ question: Query) async throws -> Bool {
        try await pool.query(question)[0].decode(Bool.self)
    }
}
