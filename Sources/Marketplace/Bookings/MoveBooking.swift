import Postgres

extension Bookings {
    /// Takes a booking a step on. Of two who ask for the same step at once the second meets what the first has made.
    ///
    /// When its centre rejects one that may go elsewhere, it stays pending, with the next centre or for a dispatcher.
    ///
    /// - Parameter provider: Only while it is this centre's.
    /// - Throws: `BookingError.unknownBooking` (somebody else's too), `.illegalTransition`, `.transitionNotAllowed`.
    package func move(
        _ id: Int64, to status: BookingStatus, note: String?, at provider: Int64? = nil, by actor: Actor
    ) async throws -> BookingStory {
        try await take(Step(status: status, note: note, provider: provider, isCancelling: false), id, by: actor)
    }

    /// Late, it costs the customer a fee.
    ///
    /// - Throws: As `move`.
    package func cancel(_ id: Int64, reason: String?, by actor: Actor) async throws -> BookingStory {
        try await take(Step(status: .cancelled, note: reason, provider: nil, isCancelling: true), id, by: actor)
    }

    private struct Step {
        let status: BookingStatus
        let note: String?
        let provider: Int64?
        /// Staff cancel by a call that is for it.
        let isCancelling: Bool
    }

    private func take(_ step: Step, _ id: Int64, by actor: Actor) async throws -> BookingStory {
        try await pool.withRetriedTransaction { transaction in
            let rows = try await transaction.query(
                """
                SELECT v.code, v.old_status, coalesce(v.allowed, '{}') FROM booking_move(
                    \(id), \(step.status.rawValue)::text, \(step.note)::text, \(step.provider)::bigint,
                    \(step.isCancelling), \(actor.asBookingActor), \(rules.asRow)) AS v
                """)
            let (code, from, allowed) = try rows[0].decode(String.self, String?.self, [String].self)
            switch code {
            case "moved": return try await .afterChange(of: id, on: transaction)
            case "transition_not_allowed": throw BookingError.transitionNotAllowed(to: step.status)
            case "illegal_transition":
                throw BookingError.illegalTransition(
                    from: try BookingStatus(known: from), to: step.status,
                    allowed: try allowed.map { try BookingStatus(known: $0) })
            default: throw BookingError.unknownBooking
            }
        }
    }
}

extension BookingStatus {
    /// From a column that holds nothing else.
    init(known text: String?) throws {
        guard let status = text.flatMap(BookingStatus.init(rawValue:)) else {
            throw PostgresError(.decoding, "'\(text ?? "")' is no status of a booking")
        }
        self = status
    }
}
