import Postgres

extension Providers {
    /// Which areas an admin's list shows.
    package enum AreaFilter: String, CaseIterable, Sendable {
        /// What waits for an admin: proposed areas, and proposed changes of areas in force.
        case proposed
        case inForce = "in_force"
        case rejected
    }

    /// - Throws: `AreaError.unknownArea`, also when it is deleted, or the centre is somebody else's.
    package func area(_ id: Int64, for user: SignedInUser) async throws -> ServiceArea {
        let found = try await ServiceArea.find(
            "a.id = \(id) AND a.status <> 'withdrawn' AND \(Self.isVisible("a", to: user))", limit: 1, on: pool)
        guard let area = found.first else { throw AreaError.unknownArea }
        return area
    }

    /// The centre's areas that aren't deleted, the oldest first.
    ///
    /// - Throws: `ProviderError.unknownProvider`, also when it is somebody else's.
    package func areas(
        of provider: Int64, for user: SignedInUser, after id: Int64?, limit: Int
    ) async throws -> Page<ServiceArea, Int64> {
        if user.role != .dispatcher { try await checkAccess(to: provider, for: user) }
        let areas = try await ServiceArea.find(
            "a.provider_id = \(provider) AND a.status <> 'withdrawn' AND a.id > \(id ?? 0)", limit: limit + 1,
            on: pool)
        if areas.isEmpty, user.role == .dispatcher {
            let rows = try await pool.query("SELECT 1 FROM service_providers WHERE id = \(provider)")
            guard !rows.isEmpty else { throw ProviderError.unknownProvider }
        }
        return Page(areas, limit: limit, position: \.id)
    }

    /// All centres' areas, the oldest first.
    package func areas(_ filter: AreaFilter, after id: Int64?, limit: Int) async throws -> Page<ServiceArea, Int64> {
        let condition: Query =
            switch filter {
            // As the partial index has it.
            case .proposed: "(a.status = 'proposed' OR a.proposed_version IS NOT NULL)"
            case .inForce: "a.status = 'in_force'"
            case .rejected: "a.status = 'rejected'"
            }
        let areas = try await ServiceArea.find(
            "\(condition) AND a.id > \(id ?? 0)", limit: limit + 1, on: pool)
        return Page(areas, limit: limit, position: \.id)
    }

    /// Whether the user may see what belongs to the centre in the column `provider_id` of the table.
    static func isVisible(_ table: Query, to user: SignedInUser) -> Query {
        switch user.role {
        case .admin, .dispatcher: "true"
        default:
            "EXISTS (SELECT FROM service_providers s WHERE s.id = \(table).provider_id AND s.user_id = \(user.id))"
        }
    }
}
