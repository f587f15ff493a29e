import Matching
import Postgres

extension Providers {
    /// More than any chain has; without a bound one account could fill the admins' list.
    private static let centresOfAnOwner = 100

    /// Stores a new centre of the user, which nobody finds until an admin approves it.
    ///
    /// - Parameter profile: Name, address, city, pincode and phone must be told.
    /// - Returns: The centre's id.
    /// - Throws: `ProviderError.unknownPincode`, `.districtDoesNotFit`, `.unknownService`,
    ///   `.tooManyCentres`; `MatchingError.outsideServiceRegion`.
    package func register(_ profile: ProviderProfile, for owner: Int64, by actor: Actor) async throws -> Int64 {
        guard let name = profile.center_name, let address = profile.address, let city = profile.city,
            let pincode = profile.pincode, let phone = profile.phone
        else { preconditionFailure("a new centre needs name, address, city, pincode and phone") }
        return try await pool.withTransaction { transaction in
            try await Self.checkRoom(for: owner, on: transaction)
            let ground = try await ProviderGround.find(
                pincode, district: profile.district, pin: profile.pin, on: transaction)
            let point = profile.pin ?? ground.centroid
            let rows = try await transaction.query(
                """
                INSERT INTO service_providers (user_id, center_name, address, city, district_lgd, pincode, phone,
                    lat, lng, location_source, open_minutes, gstin, benches, technicians,
                    slot_minutes, bench_buffer_minutes, technician_buffer_minutes)
                VALUES (\(owner), \(name), \(address), \(city), \(ground.district_lgd), \(pincode.number),
                    \(phone.text), \(point.lat), \(point.lng), \(profile.pin == nil ? "pincode_centroid" : "pin"),
                    \(profile.hours ?? WeeklyHours(ranges: [])), \(profile.gstin), \(profile.benches ?? 1),
                    \(profile.technicians ?? 1), \(profile.slotMinutes ?? 30),
                    \(profile.benchBufferMinutes ?? 0), \(profile.technicianBufferMinutes ?? 30))
                RETURNING id
                """)
            let id = try rows[0].decode(Int64.self)
            try await replaceOffers(of: id, with: profile.offers ?? [], on: transaction)
            try await AuditEntry("provider.registered", "provider", id, change: ["status": [nil, "pending"]])
                .record(by: actor, on: transaction)
            try await DomainEvent(.providerRegistered, id).announce(on: transaction)
            return id
        }
    }

    /// Of two registrations of one owner at the same moment the second counts the first one's centre.
    private static func checkRoom(for owner: Int64, on transaction: PostgresConnection) async throws {
        try await transaction.execute("SELECT FROM users WHERE id = \(owner) FOR NO KEY UPDATE")
        let rows = try await transaction.query("SELECT count(*) FROM service_providers WHERE user_id = \(owner)")
        guard try rows[0].decode(Int.self) < centresOfAnOwner else {
            throw ProviderError.tooManyCentres(limit: centresOfAnOwner)
        }
    }
}
