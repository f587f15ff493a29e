import Matching
import Postgres

/// A centre as it was before a change: what decides what the change means.
struct StoredProvider: Sendable {
    let id: Int64
    let status: CentreStatus
    let center_name: String
    let gstin: String?
    let place: ProviderPlace
    /// Where it was when it was last approved, or is, if that isn't known.
    let approvedPoint: GeoPoint
    let changedSinceApproval: [String]
    /// As `ProviderRecord.revision`.
    let revision: Int64
}

/// Where a centre is.
struct ProviderPlace: Sendable {
    let pincode: Pincode
    let district_lgd: Int32
    let point: GeoPoint
    /// `pin` or `pincode_centroid`.
    let source: String
}

extension StoredProvider {
    /// A pin that is moved farther than this from where it was approved is another place.
    private static let samePlace_m = 300.0

    /// Holds the row until the transaction ends, so that changes and decisions follow one another.
    ///
    /// - Throws: `ProviderError.unknownProvider`, also when it is somebody else's.
    static func lock(_ id: Int64, for user: SignedInUser, on transaction: PostgresConnection) async throws
        -> StoredProvider
    {
        let rows = try await transaction.query(
            """
            SELECT status, center_name, gstin, pincode::integer, district_lgd, lat, lng, location_source,
                coalesce(ST_Y(approved_location), lat), coalesce(ST_X(approved_location), lng), changed_since_approval,
                updated_at
            FROM service_providers WHERE id = \(id) AND (user_id = \(user.id) OR \(user.role == .admin))
            FOR NO KEY UPDATE
            """)
        guard let row = rows.first, let status = CentreStatus(rawValue: try row.column(0)) else {
            throw ProviderError.unknownProvider
        }
        return StoredProvider(
            id: id, status: status, center_name: try row.column(1), gstin: try row.column(2),
            place: ProviderPlace(
                pincode: try row.pincode(column: 3), district_lgd: try row.column(4),
                point: try row.point(latColumn: 5), source: try row.column(7)),
            approvedPoint: try row.point(latColumn: 8), changedSinceApproval: try row.column(10),
            revision: ProviderRecord.revision(try row.column(11)))
    }

    /// Where it will be. A pin stays when the pincode changes; a centroid goes with it.
    func place(after profile: ProviderProfile, on transaction: PostgresConnection) async throws -> ProviderPlace {
        guard profile.pincode != nil || profile.district != nil || profile.location != nil else { return place }
        let pincode = profile.pincode ?? place.pincode
        let keepsDistrict = profile.district == nil && pincode == place.pincode
        let ground = try await ProviderGround.find(
            pincode, district: keepsDistrict ? nil : profile.district, pin: profile.pin, on: transaction)
        let point: GeoPoint
        let source: String
        switch profile.location {
        case .pin(let pin): (point, source) = (pin, "pin")
        case .pincodeCentroid: (point, source) = (ground.centroid, "pincode_centroid")
        case nil where place.source == "pin": (point, source) = (place.point, "pin")
        case nil: (point, source) = (ground.centroid, "pincode_centroid")
        }
        return ProviderPlace(
            pincode: pincode, district_lgd: keepsDistrict ? place.district_lgd : ground.district_lgd, point: point,
            source: source)
    }

    /// What admins should look at again, in a fixed order; empty unless it is approved.
    func changedSinceApproval(_ profile: ProviderProfile, _ after: ProviderPlace) -> [String] {
        guard status == .approved else { return changedSinceApproval }
        var changed = Set(changedSinceApproval)
        if let name = profile.center_name, name != center_name { changed.insert("center_name") }
        if profile.gst != nil, profile.gstin != gstin { changed.insert("gstin") }
        if after.pincode != place.pincode { changed.insert("pincode") }
        if approvedPoint.sphericalDistance_m(to: after.point) > Self.samePlace_m { changed.insert("location") }
        return changed.sorted()
    }
}
