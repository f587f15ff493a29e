import Marketplace
import Matching
import Postgres

/// What the network gains and loses by an area.
struct AreaImpact: Sendable {
    let answer: WhatIfAnswer

    private static let mostNamed = 30

    /// What approving a centre with these areas would change, those that wait included.
    ///
    /// - Returns: Nil when it has no areas, or it can't be worked out.
    static func ofApproving(_ areas: [ServiceArea], on pool: PostgresPool) async throws -> AreaImpact? {
        let grounds = areas.compactMap { ($0.replacement ?? $0.shown).geometry }.prefix(WhatIf.mostChanges)
        return try await imagine({ try grounds.map { .add(try drawn($0), provider: nil) } }, on: pool)
    }

    /// What putting the ground in place of the area would change.
    ///
    /// - Parameters:
    ///   - geometry: GeoJSON text.
    ///   - area: Nil for a new one.
    ///   - siblings: All areas of the centre.
    /// - Returns: Nil when it can't be worked out.
    static func of(
        _ geometry: String, inPlaceOf area: ServiceArea?, of record: ProviderRecord, siblings: [ServiceArea],
        on pool: PostgresPool
    ) async throws -> AreaImpact? {
        let id = record.centre.id
        let isKnown = record.centre.status == CentreStatus.approved.rawValue
        return try await imagine(
            {
                let ground = try drawn(geometry)
                guard isKnown, let area, area.shown.status == .inForce else {
                    return [.add(ground, provider: isKnown ? id : nil)]
                }
                return try changes(.replace(provider: id, ground), thenOthersThan: area, among: siblings)
            }, on: pool)
    }

    /// What taking the area away would change.
    ///
    /// - Parameter siblings: All areas of the centre.
    /// - Returns: Nil when it isn't in force, or it can't be worked out.
    static func ofWithdrawing(
        _ area: ServiceArea, of record: ProviderRecord, siblings: [ServiceArea], on pool: PostgresPool
    ) async throws -> AreaImpact? {
        guard record.centre.status == CentreStatus.approved.rawValue, area.shown.status == .inForce else { return nil }
        let first = WhatIf.Change.remove(provider: record.centre.id)
        return try await imagine({ try changes(first, thenOthersThan: area, among: siblings) }, on: pool)
    }

    /// The first takes all areas of the centre away; those in force besides are added again.
    private static func changes(
        _ first: WhatIf.Change, thenOthersThan area: ServiceArea, among siblings: [ServiceArea]
    ) throws -> [WhatIf.Change] {
        var changes = [first]
        for other in siblings where other.id != area.id && other.shown.status == .inForce {
            guard let geometry = other.shown.geometry else { continue }
            changes.append(.add(try drawn(geometry), provider: other.provider_id))
        }
        return changes
    }

    /// - Throws: `GeometryRefusal`.
    private static func drawn(_ geometry: String) throws -> WhatIf.Ground {
        .drawn(try GeometryGate.read(Array(geometry.utf8)))
    }

    /// Nil also where an area that came from a list is larger, or has more corners and rings, than what may be drawn.
    private static func imagine(
        _ build: () throws -> [WhatIf.Change], on pool: PostgresPool
    ) async throws -> AreaImpact? {
        do {
            let changes: [WhatIf.Change] = try build()
            guard !changes.isEmpty, changes.count <= WhatIf.mostChanges else { return nil }
            return AreaImpact(answer: try await WhatIf(changes).answer(on: pool))
        } catch is WhatIfError {
            return nil
        } catch is GeometryRefusal {
            return nil
        }
    }

    func model(_ view: AdminView) -> [String: Any] {
        let formats = view.formats
        let delta = answer.state.delta
        var model: [String: Any] = [
            "gained": pincodes(answer.gained), "gained_count": formats.number(Int64(answer.gained.count)),
            "lost": pincodes(answer.lost), "lost_count": formats.number(Int64(answer.lost.count)),
            "has_gained": !answer.gained.isEmpty, "has_lost": !answer.lost.isEmpty,
            "delta_km2": formats.number(delta.covered_km2, digits: 1),
            "delta_demand": formats.number(delta.coveredDemand),
            "overlapping": answer.overlapping.map {
                ["id": String($0.id), "href": "/admin/centres/\($0.id)", "name": view.named($0.name)] as [String: Any]
            },
            "has_overlapping": !answer.overlapping.isEmpty,
        ]
        if let total = answer.overlappingTotal { model["overlapping_count"] = formats.number(Int64(total)) }
        return model
    }

    /// The first of them, and a sign that there are more.
    private func pincodes(_ pincodes: [Pincode]) -> String {
        let named = pincodes.prefix(Self.mostNamed).map(\.description).joined(separator: ", ")
        return pincodes.count > Self.mostNamed ? named + " …" : named
    }
}
