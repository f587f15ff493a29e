import Marketplace
import Matching
import Postgres

/// What many pages show and hardly ever changes: read once, and again when the geodata or the services have changed.
struct Catalogue: Sendable {
    let pool: PostgresPool
    let kept: KeptAnswers<KeptAnswer>

    /// In the order in which people are shown them.
    func services() async throws -> [RepairService] {
        try await find("services", bytes: { 200 * $0.count }) { try await RepairService.all(on: $0) }
    }

    /// By their names.
    func districts() async throws -> [District] {
        try await find("districts", bytes: { 150 * $0.count }) { try await District.all(on: $0) }
    }

    /// - Throws: `MatchingError.unknownDistrict`.
    func district(_ name: String) async throws -> District {
        guard let district = try await districts().first(where: { $0.name == name }) else {
            throw MatchingError.unknownDistrict(name)
        }
        return district
    }

    /// Of the pincodes whose name has a Tamil form, which a few hundred have; for an English page none.
    func tamilNames(for language: Language) async throws -> [Pincode: String] {
        guard language == .tamil else { return [:] }
        return try await find("tamil names", bytes: { 150 * $0.count }) { try await Pincode.tamilNames(on: $0) }
    }

    /// The cities and towns that have pages.
    func towns() async throws -> TownPages {
        try await find("towns", bytes: { 500 * $0.places.count }) { TownPages(try await Matching.towns(on: $0)) }
    }

    private func find<Value: Sendable>(
        _ name: String, bytes: (Value) -> Int, read: (PostgresPool) async throws -> Value
    ) async throws -> Value {
        let key = "catalogue/" + name
        if let value: Value = kept.find(key) { return value }
        let ticket = kept.ticket()
        let value = try await read(pool)
        kept.keep(value, bytes: bytes(value), for: key, scope: .geodata, ticket: ticket)
        return value
    }
}
