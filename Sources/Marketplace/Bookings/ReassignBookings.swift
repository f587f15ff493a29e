import Jobs
import Postgres

/// Gives what a suspended centre has taken on to others. Enqueued with the suspension.
package struct ReassignBookingsJob: Job, Hashable {
    package static let name = "reassign_bookings"

    package let providerID: Int64
    /// Why it was suspended.
    package let reason: String?

    package init(providerID: Int64, reason: String?) {
        self.providerID = providerID
        self.reason = reason
    }
}

extension EventSubscriber {
    package static let suspendedCentreBookings = EventSubscriber(
        "suspended_centre_bookings", of: .providerSuspended
    ) { event, transaction in
        let reason = try event.payload(as: [String: String].self)["reason"]
        try await ReassignBookingsJob(providerID: event.entityID, reason: reason).enqueue(
            on: transaction, uniqueKey: String(event.entityID))
    }
}

extension Bookings {
    /// Where a centre's bookings went.
    package struct Reassignment: Sendable, Equatable {
        /// To another centre.
        package var passedOn = 0
        package var needsDispatch = 0
    }

    /// Takes all bookings that haven't begun from a centre and gives each to the next best, or leaves it to a
    /// dispatcher. Each in a transaction of its own: what is done stays done when this breaks off, and doing it again
    /// goes on with the rest.
    ///
    /// - Parameters:
    ///   - reason: For those who look at the assignment.
    ///   - note: What the customers read.
    /// - Throws: `BookingError.unknownProvider`.
    package func reassignAll(
        of provider: Int64, reason: String?, note: String?, by actor: Actor
    ) async throws -> Reassignment {
        guard try await !pool.query("SELECT 1 FROM service_providers WHERE id = \(provider)").isEmpty else {
            throw BookingError.unknownProvider
        }
        var result = Reassignment()
        for id in try await ahead(of: provider) {
            try Task.checkCancellation()
            let outcome = try await pool.withRetriedTransaction { transaction in
                try await transaction.query(
                    """
                    SELECT booking_leave_centre(\(id), \(provider), \(reason)::text, \(note)::text,
                        \(actor.asBookingActor), \(rules.asRow))
                    """)[0].decode(String?.self)
            }
            switch outcome {
            case "passed_on": result.passedOn += 1
            case "needs_dispatch": result.needsDispatch += 1
            default: break
            }
        }
        return result
    }

    /// Unless the centre was approved again meanwhile.
    func reassign(_ job: ReassignBookingsJob) async throws {
        let rows = try await pool.query(
            "SELECT 1 FROM service_providers WHERE id = \(job.providerID) AND status <> 'approved'")
        guard !rows.isEmpty else { return }
        _ = try await reassignAll(of: job.providerID, reason: job.reason, note: nil, by: .system)
    }

    /// The next ones first: they are the most urgent.
    private func ahead(of provider: Int64) async throws -> [Int64] {
        try await pool.query(
            """
            SELECT id FROM bookings
            WHERE provider_id = \(provider) AND status IN ('pending', 'accepted') AND scheduled_at > now()
            ORDER BY scheduled_at, id
            """
        ).map { try $0.decode(Int64.self) }
    }
}
