import Foundation
import Matching
import Postgres

extension Bookings {
    /// A booking that was just made.
    package struct Made: Sendable {
        package let booking: Booking
        package let history: [BookingStep]
        /// Why this centre; nil when the customer named it.
        package let choice: AutoAssignment?
    }

    /// Books, in the caller's transaction: see `sql/functions/booking_create.sql`. Where it refuses nothing is written,
    /// and the transaction can go on; but other errors may be worth another try, see `withRetriedTransaction`. One round
    /// trip, and so `withRetriedRoundTrip` is enough where nothing else belongs to the transaction.
    ///
    /// - Throws: `BookingError.unknownPincode`, `.unknownProvider`, `.unknownService`, `.notCovered`, `.notASlot`,
    ///   `.slotTaken`, `.nobodyFree`, `.offerRefused`.
    package func create(
        _ new: NewBooking, by actor: Actor, on transaction: PostgresConnection
    ) async throws -> Made {
        let request = request(new, by: actor)
        let creation: Query =
            new.offerCode.map { "booking_create_with_offer(\(request), \($0))" } ?? "booking_create(\(request))"
        let answers = try await transaction.query(together: [
            "SELECT result, booking IS NOT NULL, details FROM \(creation)",
            """
            SELECT \(Booking.columns), \(BookingStep.columns)
            FROM \(Booking.tables) JOIN booking_history h ON h.booking_id = b.id
            WHERE b.id = booking_made_here() ORDER BY h.id
            """,
        ])
        let (result, isMade, details) = try answers[0][0].decode(String.self, Bool.self, JSONBytes?.self)
        let (answer, found) = (BookingAnswer(json: details), answers[1])
        guard isMade else { throw try answer.refusal(result, of: new) }
        return Made(
            booking: try Booking(found[0]),
            history: try found.map { try BookingStep($0, after: Booking.columnCount) },
            choice: new.provider_id == nil ? try answer.choice() : nil)
    }

    private func request(_ new: NewBooking, by actor: Actor) -> Query {
        var customer_id: Int64?
        var caller: (name: String, phone: String)?
        switch new.customer {
        case .account(let id): customer_id = id
        case .caller(let name, let phone): caller = (name, phone.text)
        }
        return """
            ROW(\(customer_id), \(caller?.name), \(caller?.phone), \(new.provider_id), \(new.mode.rawValue),
                \(new.pincode.number), \(new.address), \(new.location?.lat), \(new.location?.lng), \(new.startsAt),
                \(new.items.map(\.service)), \(new.items.map(\.description)), \(new.notes),
                \(new.rematch ?? (new.provider_id == nil)), \(new.paysFirst), \(actor.userID), \(actor.role?.rawValue),
                \(actor.address), \(actor.requestID), \(rules.holdMinutes), \(rules.responseMinutes),
                \(rules.horizonDays))::booking_request
            """
    }
}
