import Marketplace
import Matching
import Postgres

/// A centre as admins see it before they decide.
struct CentreReview: Sendable {
    let record: ProviderRecord
    let detail: CentreDetail

    private static let mostAreas = 100
    private static let mostOverlaps = 20

    /// - Throws: `ProviderError.unknownProvider`.
    static func find(_ id: Int64, for user: SignedInUser, by providers: Providers) async throws -> CentreReview {
        let record = try await providers.record(of: id, for: user)
        return CentreReview(
            record: record, detail: try await CentreDetail.find(id, approvedOnly: false, on: providers.pool))
    }

    /// Without its areas.
    func facts(_ view: AdminView) -> [String: Any] {
        let centre = record.centre
        var model = view.row(record)
        model["id"] = String(centre.id)
        model["address"] = view.named(centre.address)
        model["phone"] = view.formats.phone(centre.phone)
        if let gstin = record.gstin { model["gstin"] = gstin }
        model["benches"] = view.formats.number(Int64(record.benches))
        model["technicians"] = view.formats.number(Int64(record.technicians))
        model["lat"] = String(centre.location.lat)
        model["lng"] = String(centre.location.lng)
        model["is_estimate"] = centre.locationSource == "pincode_centroid"
        if let distance_m = record.pincodeDistance_m { model["pincode_distance"] = view.formats.distance(distance_m) }
        model["changes"] = record.changedSinceApproval.map { view.label("changed_field", $0) }
        model["updated"] = view.time(record.updatedAt)
        if let decided = record.decidedAt { model["decided"] = view.time(decided) }
        if let reason = record.decisionReason { model["reason_given"] = view.named(reason) }
        model["offers"] = detail.offers.map { offer in
            [
                "name": view.formats.language == .tamil ? offer.service.name_ta : offer.service.name,
                "price": view.formats.rupees(paise: offer.price_paise),
            ]
        }
        model["hours"] = view.formats.hours(centre.opening.hours).map { ["days": $0.days, "times": $0.times] }
        return model
    }

    /// With its areas, and with whom they share ground.
    func whole(
        _ view: AdminView, _ providers: Providers, for user: SignedInUser
    ) async throws -> [String: Any] {
        let id = record.centre.id
        let rows = try await providers.areas(of: id, for: user, after: nil, limit: Self.mostAreas).items
        var model = facts(view)
        model["areas"] = rows.map { area in
            view.version(area.replacement ?? area.shown).merging([
                "href": "/admin/areas/\(area.id)", "id": String(area.id), "is_change": area.replacement != nil,
            ]) { $1 }
        }
        model["has_areas"] = !rows.isEmpty
        model["new_area_href"] = "/admin/centres/\(id)/areas/new"
        if record.centre.status == CentreStatus.approved.rawValue {
            let overlaps = try await OverlapList(provider: id, limit: Self.mostOverlaps).pageInTime(on: providers.pool)
            model["overlaps"] = overlaps.overlaps.map { overlap in
                [
                    "href": "/admin/centres/\(overlap.otherCentre)", "name": view.named(overlap.otherName),
                    "shared_km2": view.formats.number(overlap.shared_km2, digits: 1),
                ] as [String: Any]
            }
            model["has_overlaps"] = !overlaps.overlaps.isEmpty
            model["overlaps_known"] = true
        } else if let impact = try await AreaImpact.ofApproving(rows, on: providers.pool) {
            model["impact"] = impact.model(view)
        }
        return model
    }
}
