import Postgres

extension Bookings {
    /// A change in one transaction. When the database ended it because it would have waited in a circle, or because
    /// somebody took the time in that moment, it is done anew: nobody needs to know.
    ///
    /// - Parameter body: May run several times, so it must have no effect outside of the transaction.
    nonisolated(nonsending) func change<Output>(
        _ body: nonisolated(nonsending) (PostgresConnection) async throws -> Output
    ) async throws -> Output {
        for attempt in 1..<Self.attempts {
            do {
                return try await pool.withTransaction(isolation: .readCommitted, body)
            } catch let error as PostgresError where error.passesWhenTriedAgain {
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...10 * attempt)))
            }
        }
        return try await pool.withTransaction(isolation: .readCommitted, body)
    }

    private static var attempts: Int { 8 }
}

extension PostgresError {
    fileprivate var passesWhenTriedAgain: Bool {
        switch sqlState {
        case SQLState.deadlockDetected, SQLState.serializationFailure: true
        case SQLState.exclusionViolation: constraint == "booking_slot_free"
        default: false
        }
    }
}

extension Actor {
    /// As the type `booking_actor`.
    var asBookingActor: Query {
        """
        ROW(\(userID)::bigint, \(role?.rawValue)::text, \(address)::text, \(requestID)::text)::booking_actor
        """
    }
}

extension BookingRules {
    /// As the type `booking_rules`.
    var asRow: Query {
        """
        ROW(\(responseMinutes)::integer, \(rematches)::integer, \(freeUntilHours)::integer, \(lateFee_paise)::bigint,
            \(horizonDays)::integer)::booking_rules
        """
    }
}
