import Foundation
import Matching
import Postgres

/// A booking as all see it who may.
package struct Booking: Sendable {
    package struct Item: Sendable, Decodable {
        package let service: String
        package let description: String?
        package let price_paise: Int64
        package let minutes: Int32
    }

    package let id: Int64
    /// Eight characters to be read out on the phone.
    package let reference: String
    package let status: BookingStatus
    package let paymentStatus: PaymentStatus
    package let customer_id: Int64
    package let customerName: String
    package let customerPhone: String?
    /// Nil: no centre is left that could, and a dispatcher has to find one.
    package let provider_id: Int64?
    package let center_name: String?
    package let mode: BookingMode
    package let pincode: Pincode
    package let address: String?
    package let location: GeoPoint?
    package let startsAt: Date
    package let endsAt: Date
    package let items: [Item]
    /// What is left to pay for its items after the discount, rounded.
    package let total_paise: Int64
    /// What an offer takes off.
    package let discount_paise: Int64
    /// What was then rounded to the rupee; below zero: down.
    package let roundOff_paise: Int64
    package let fee_paise: Int64
    package let notes: String?
    /// Until then it waits for a payment; of use while it is held.
    package let holdExpiresAt: Date?
    /// Until then its centre may answer.
    package let respondBy: Date?
    package let rematch: Bool
    package let needsDispatch: Bool
    /// The booking whose repair is done again free of charge.
    package let warrantyOf: Int64?
    package let createdAt: Date
    package let updatedAt: Date

    /// The columns that `init(_:)` reads, in their order, of `tables`.
    static let columns: Query = """
        b.id, b.reference, b.status, b.payment_status, b.customer_id, u.name, coalesce(u.phone, u.contact_phone),
        b.provider_id, s.center_name,
        b.mode, b.pincode::integer, b.address, b.lat, b.lng, b.scheduled_at, b.ends_at,
        (SELECT coalesce(json_agg(json_build_object('service', i.service, 'description', i.description,
            'price_paise', i.price_paise, 'minutes', i.minutes) ORDER BY i.id), '[]')
            FROM booking_items i WHERE i.booking_id = b.id),
        b.total_paise, b.fee_paise, b.notes, b.hold_expires_at, b.respond_by, b.rematch, b.needs_dispatch,
        b.warranty_of, b.created_at, b.updated_at, b.discount_paise, b.round_off_paise
        """
    static let columnCount = 29
    static let tables: Query = """
        bookings b JOIN users u ON u.id = b.customer_id LEFT JOIN service_providers s ON s.id = b.provider_id
        """

    init(_ row: PostgresRow) throws {
        id = try row.column(0)
        reference = try row.column(1)
        status = try Self.word(row, 2)
        paymentStatus = try Self.word(row, 3)
        customer_id = try row.column(4)
        customerName = try row.column(5)
        customerPhone = try row.column(6)
        provider_id = try row.column(7)
        center_name = try row.column(8)
        mode = try Self.word(row, 9)
        pincode = try row.pincode(column: 10)
        address = try row.column(11)
        location = try row.column(12, as: Double?.self) == nil ? nil : row.point(latColumn: 12)
        startsAt = try row.column(14)
        endsAt = try row.column(15)
        let json: JSONBytes = try row.column(16)
        items = try JSONDecoder().decode([Item].self, from: Data(json.bytes))
        total_paise = try row.column(17)
        fee_paise = try row.column(18)
        notes = try row.column(19)
        holdExpiresAt = try row.column(20)
        respondBy = try row.column(21)
        rematch = try row.column(22)
        needsDispatch = try row.column(23)
        warrantyOf = try row.column(24)
        createdAt = try row.column(25)
        updatedAt = try row.column(26)
        discount_paise = try row.column(27)
        roundOff_paise = try row.column(28)
    }

    private static func word<Word: RawRepresentable>(_ row: PostgresRow, _ column: Int) throws -> Word
    where Word.RawValue == String {
        let text: String = try row.column(column)
        guard let word = Word(rawValue: text) else {
            throw PostgresError(.decoding, "'\(text)' is no word of column \(column) of a booking")
        }
        return word
    }
}
