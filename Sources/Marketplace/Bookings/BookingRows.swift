import Postgres

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
