import Foundation
import Postgres

/// How a message's content is read from its row and what it is about.
enum MessageRow {
    /// The columns that `content` reads, in their order, of `tables`.
    static let columns: Query = """
        m.kind, m.detail, b.reference, s.center_name, coalesce(h.scheduled_at, b.scheduled_at), h.note,
        c.title, c.title_ta, c.description, c.description_ta
        """
    static let tables: Query = """
        messages m LEFT JOIN bookings b ON b.id = m.booking_id LEFT JOIN booking_history h ON h.id = m.history_id
        LEFT JOIN service_providers s ON s.id = CASE WHEN h.id IS NULL THEN b.provider_id ELSE h.provider_id END
        LEFT JOIN broadcasts c ON c.id = m.broadcast_id
        """

    /// - Parameter first: Where `columns` begin in the row.
    /// - Returns: Nil for a template that this version doesn't know, or a message whose subject is gone.
    static func content(_ row: PostgresRow, from first: Int) throws -> MessageContent? {
        let kind: String = try row.column(first)
        if kind == OfferNotice.kind {
            guard let title = try row.column(first + 6, as: String?.self) else { return nil }
            let words = OfferWords(
                title: title, title_ta: try row.column(first + 7), description: try row.column(first + 8),
                description_ta: try row.column(first + 9))
            return .offer(OfferNotice(words))
        }
        guard let reference = try row.column(first + 2, as: String?.self),
            let startsAt = try row.column(first + 4, as: Date?.self)
        else { return nil }
        let centreName = try row.column(first + 3, as: String?.self)
        if let kind = BookingNotice.Kind(rawValue: kind) {
            return .booking(
                BookingNotice(
                    kind, reference: reference, centreName: centreName, startsAt: startsAt,
                    note: try row.column(first + 5)))
        }
        guard let kind = MoneyNotice.Kind(rawValue: kind) else { return nil }
        let detail: JSONBytes = try row.column(first + 1)
        // Whoever wrote it may say more, or less; what can't be read is left out of the words.
        let variables = try? JSONDecoder().decode(MoneyNotice.Variables.self, from: Data(detail.bytes))
        return .money(
            MoneyNotice(
                kind, reference: reference, centreName: centreName, startsAt: startsAt,
                variables: variables ?? MoneyNotice.Variables()))
    }
}
