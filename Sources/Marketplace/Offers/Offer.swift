import Foundation
import Postgres

/// An offer: what runs when for whom, perhaps with a code that takes something off a booking.
package struct Offer: Sendable {
    package enum Discount: Sendable, Equatable {
        /// Rounded down to the paisa, and no more than `most_paise`.
        case percent(Int32, most_paise: Int64?)
        case amount_paise(Int64)
    }

    package let id: Int64
    package let words: OfferWords
    /// JSON, as the API takes it.
    package let target: String
    /// Capitals, digits and hyphens; nil: it only tells of something.
    package let code: String?
    /// Nil without a code.
    package let discount: Discount?
    /// A booking's, before the discount.
    package let min_total_paise: Int64
    package let total_limit: Int32?
    package let person_limit: Int32?
    /// Bookings that use it and stand.
    package let uses: Int32
    package let startsAt: Date
    /// Nil: until it is taken away.
    package let endsAt: Date?
    package let createdAt: Date
    /// Another one after each change by an admin; bookings that use it don't count.
    package let revision: Int64

    static let columns: Query = """
        o.id, o.title, o.title_ta, o.description, o.description_ta, o.target::text, o.code, o.discount_percent,
        o.discount_paise, o.most_discount_paise, o.min_total_paise, o.total_limit, o.person_limit, o.uses, o.starts_at,
        o.ends_at, o.created_at, \(revisionColumn)
        """
    /// To the microsecond, as it is stored.
    static let revisionColumn: Query = "(extract(epoch FROM o.updated_at) * 1000000)::bigint"

    init(_ row: PostgresRow) throws {
        id = try row.column(0)
        words = OfferWords(
            title: try row.column(1), title_ta: try row.column(2), description: try row.column(3),
            description_ta: try row.column(4))
        target = try row.column(5)
        code = try row.column(6)
        let most_paise: Int64? = try row.column(9)
        if let percent = try row.column(7, as: Int32?.self) {
            discount = .percent(percent, most_paise: most_paise)
        } else {
            discount = try row.column(8, as: Int64?.self).map(Discount.amount_paise)
        }
        min_total_paise = try row.column(10)
        total_limit = try row.column(11)
        person_limit = try row.column(12)
        uses = try row.column(13)
        startsAt = try row.column(14)
        endsAt = try row.column(15)
        createdAt = try row.column(16)
        revision = try row.column(17)
    }

    package func isRunning(at now: Date = Date()) -> Bool { startsAt <= now && endsAt.map { now < $0 } ?? true }
}

/// What an offer begins with.
package struct NewOffer: Sendable {
    package var words: OfferWords
    package var target: OfferTarget
    package var code: String?
    package var discount: Offer.Discount?
    package var min_total_paise: Int64 = 0
    package var total_limit: Int32?
    package var person_limit: Int32?
    /// Nil: at once.
    package var startsAt: Date?
    package var endsAt: Date?

    package init(words: OfferWords, target: OfferTarget) {
        self.words = words
        self.target = target
    }
}

/// What is changed of an offer; what takes off how much stays, since people were told. Nil leaves a thing as it is.
package struct OfferChange: Sendable {
    package enum Field<Value: Sendable>: Sendable {
        case keep
        case remove
        case set(Value)
    }

    package var title: String?
    package var title_ta: Field<String> = .keep
    package var description: String?
    package var description_ta: Field<String> = .keep
    package var target: OfferTarget?
    package var min_total_paise: Int64?
    package var total_limit: Field<Int32> = .keep
    package var person_limit: Field<Int32> = .keep
    package var startsAt: Date?
    package var endsAt: Field<Date> = .keep

    package init() {}
}
