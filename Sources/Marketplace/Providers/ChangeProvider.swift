import Matching
import Postgres

extension Providers {
    /// Changes what is told of a centre, at once, also of an approved one. What its approval rests on (name,
    /// GSTIN, pincode, a pin moved by more than 300 m) is put before the admins again while the centre stays in
    /// force. A rejected one that its owner changes is pending again.
    ///
    /// What changes nothing meets any state, so that the same may be sent twice.
    ///
    /// - Throws: As `register`; `ProviderError.unknownProvider` when it is somebody else's; `.changedMeanwhile`.
    package func change(
        _ id: Int64, to profile: ProviderProfile, if precondition: ProviderPrecondition = .any,
        for user: SignedInUser, by actor: Actor
    ) async throws {
        try await pool.withTransaction(statementTimeout: .coverageChange) { transaction in
            let before = try await StoredProvider.lock(id, for: user, on: transaction)
            let facts = try await ProviderFacts.read(id, on: transaction)
            let place = try await before.place(after: profile, on: transaction)
            try await update(before, profile, place, resubmit: user.role != .admin, on: transaction)
            if let offers = profile.offers { try await replaceOffers(of: id, with: offers, on: transaction) }
            let change = try await ProviderFacts.read(id, on: transaction).difference(from: facts)
            guard !change.isEmpty else { return }
            // Whether anything changes shows only now; what was written goes with the transaction.
            if case .oneOf(let revisions) = precondition, !revisions.contains(before.revision) {
                throw ProviderError.changedMeanwhile
            }
            try await transaction.execute("UPDATE service_providers SET updated_at = now() WHERE id = \(id)")
            try await AuditEntry("provider.changed", "provider", id, change: change)
                .record(by: actor, on: transaction)
            let event = ProviderChange(
                fields: change.keys.sorted(), changed_since_approval: before.changedSinceApproval(profile, place))
            try await DomainEvent(.providerChanged, id, payload: event).announce(on: transaction)
        }
    }

    private func update(
        _ before: StoredProvider, _ profile: ProviderProfile, _ place: ProviderPlace, resubmit: Bool,
        on transaction: PostgresConnection
    ) async throws {
        try await transaction.execute(
            """
            UPDATE service_providers SET
                center_name = coalesce(\(profile.center_name), center_name),
                address = coalesce(\(profile.address), address),
                city = coalesce(\(profile.city), city),
                district_lgd = \(place.district_lgd), pincode = \(place.pincode.number),
                phone = coalesce(\(profile.phone?.text), phone),
                lat = \(place.point.lat), lng = \(place.point.lng), location_source = \(place.source),
                open_minutes = coalesce(\(profile.hours), open_minutes),
                gstin = CASE WHEN \(profile.gst != nil) THEN \(profile.gstin) ELSE gstin END,
                benches = coalesce(\(profile.benches), benches),
                technicians = coalesce(\(profile.technicians), technicians),
                slot_minutes = coalesce(\(profile.slotMinutes), slot_minutes),
                bench_buffer_minutes = coalesce(\(profile.benchBufferMinutes), bench_buffer_minutes),
                technician_buffer_minutes = coalesce(\(profile.technicianBufferMinutes), technician_buffer_minutes),
                status = CASE WHEN status = 'rejected' AND \(resubmit) THEN 'pending' ELSE status END,
                changed_since_approval = \(before.changedSinceApproval(profile, place))
            WHERE id = \(before.id)
            """)
    }
}

/// The payload of `provider_changed`.
package struct ProviderChange: Codable, Sendable {
    /// What changed; `status` among it when a rejected centre is pending again.
    package let fields: [String]
    /// What admins should look at again; empty unless the centre is approved.
    package let changed_since_approval: [String]
}
