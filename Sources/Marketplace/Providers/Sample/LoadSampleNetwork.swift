import Postgres

/// Loads a made-up network in place of the sample loaded before; centres that are not samples stay untouched.
///
/// One transaction: readers see the old sample or the new one. The centres are streamed, so the memory needed here
/// does not grow with their number. The same geodata, number and seed give the same network, apart from the ids.
///
/// - Parameter progress: told what is being done and how far the whole is, from 0 to 1.
/// - Throws: `SampleError`; `PostgresError`, among others `foreignKeyViolation` when other data hang on a centre
///   of the previous sample.
package func loadSampleNetwork(
    centres: Int, seed: UInt64, into pool: PostgresPool,
    progress: (_ step: String, _ fraction: Double) -> Void = { _, _ in }
) async throws -> SampleReport {
    guard (1...500_000).contains(centres) else { throw SampleError.centresOutOfRange(centres) }
    // Read committed, because what is kept about coverage can't be brought up to date at any other level.
    return try await pool.withTransaction(isolation: .readCommitted) { connection in
        // A load of 500,000 takes minutes; the time limits are there for requests.
        try await connection.runScript("SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '64MB'")
        progress("reading the ground", 0)
        try await checkCatalogue(connection)
        let ground = try await SampleGround.read(from: connection)
        guard let network = SampleNetwork(ground: ground, centres: centres, seed: seed) else {
            throw SampleError.geodataNotLoaded
        }
        let summary = try await stage(network, on: connection, progress: progress)
        return try await replaceSample(seed: seed, summary: summary, on: connection, progress: progress)
    }
}

private func checkCatalogue(_ connection: PostgresConnection) async throws {
    let known = try await connection.query("SELECT service FROM services").map { try $0.decode(String.self) }
    let missing = SampleOffer.services.filter { !known.contains($0) }
    guard missing.isEmpty else { throw SampleError.servicesMissing(missing) }
}

/// Streams the network into the temporary table `staged_centres`.
private nonisolated(nonsending) func stage(
    _ network: SampleNetwork, on connection: PostgresConnection, progress: (String, Double) -> Void
) async throws -> SampleSummary {
    try await connection.execute("SELECT sample_stage()")
    let reportEvery = max(1000, network.centres / 20)
    var summary = SampleSummary()
    try await connection.copyIn("COPY staged_centres (\(Query(unsafeSQL: SampleCentre.copyColumns))) FROM STDIN") {
        writer in
        var line: [UInt8] = []
        for centre in network {
            line.removeAll(keepingCapacity: true)
            centre.appendCopyText(to: &line)
            try await writer.write(bytes: line)
            summary.add(centre)
            if centre.number % reportEvery == 0 {
                progress("making centres", 0.02 + 0.18 * Double(centre.number) / Double(network.centres))
            }
        }
    }
    try await connection.runScript("ANALYZE staged_centres")
    return summary
}
