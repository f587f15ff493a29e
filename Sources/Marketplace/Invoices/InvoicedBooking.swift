import Foundation
import Postgres

/// A booking as far as an invoice goes by it.
struct InvoicedBooking: Sendable {
    struct Charged: Sendable, Decodable {
        let description: String
        let description_ta: String
        let price_paise: Int64
        let isDiscounted: Bool
    }

    let id: Int64
    let reference: String
    let invoiceID: Int64?
    let customer_id: Int64
    let provider_id: Int64
    let language: Language
    /// Of what was done: nothing is taken off a fee, nor is it rounded.
    let discount_paise: Int64
    let roundOff_paise: Int64
    let fee_paise: Int64
    /// As the centre tells it; its state is that of its pincode.
    let centre: Invoice.Party
    let recipient: Invoice.Party
    /// As in 2027-03-31, in Asia/Kolkata.
    let performedOn: String
    /// On that day; nil when none is known.
    let rate_bps: Int32?
    let payable_paise: Int64
    private let items: [Charged]

    /// Nothing is left to be charged for what didn't come about, save the fee.
    var charges: [Charged] {
        guard fee_paise > 0 else { return items }
        return items + [
            Charged(
                description: "Charge for a late change or cancellation",
                description_ta: "தாமதமாக மாற்றியதற்கு அல்லது ரத்து செய்ததற்கான கட்டணம்", price_paise: fee_paise,
                isDiscounted: false)
        ]
    }

    /// Locks the booking's row, so that it is invoiced once, and reads it.
    ///
    /// - Returns: Nil when it isn't over, so that nothing can be charged yet, or was called off while it had no centre,
    ///   so that nothing is owed.
    static func lock(_ id: Int64, on transaction: PostgresConnection) async throws -> InvoicedBooking? {
        let rows = try await transaction.query(
            """
            SELECT b.id, b.reference, b.invoice_id, b.customer_id, b.provider_id, u.language,
                CASE WHEN b.status = 'completed' THEN b.discount_paise ELSE 0 END, b.fee_paise,
                s.center_name, concat_ws(', ', s.address, s.city, s.district) || ' - ' || s.pincode, s.phone, s.gstin,
                invoice_state(s.pincode::integer, s.lat, s.lng), u.name,
                concat_ws(', ', b.address, p.name, d.name) || ' - ' || b.pincode,
                invoice_state(b.pincode::integer, b.lat, b.lng), over.day::text, r.rate_bps, booking_price(b),
                CASE WHEN b.status = 'completed' THEN (
                    SELECT json_agg(json_build_object('description', v.name, 'description_ta', v.name_ta,
                        'price_paise', i.price_paise, 'isDiscounted', true) ORDER BY i.id)
                    FROM booking_items i JOIN services v ON v.service = i.service WHERE i.booking_id = b.id) END,
                CASE WHEN b.status = 'completed' THEN b.round_off_paise ELSE 0 END
            FROM bookings b
            JOIN users u ON u.id = b.customer_id
            JOIN service_providers s ON s.id = b.provider_id
            JOIN pincodes p ON p.pincode = b.pincode
            JOIN districts d ON d.lgd = p.district_lgd
            CROSS JOIN LATERAL (
                SELECT (coalesce(max(h.at), now()) AT TIME ZONE 'Asia/Kolkata')::date AS day
                FROM booking_history h WHERE h.booking_id = b.id AND h.status = b.status) AS over
            LEFT JOIN tax_rates r ON r.sac = \(InvoiceRules.sac) AND r.valid @> over.day
            WHERE b.id = \(id) AND b.status IN ('completed', 'cancelled', 'no_show')
            FOR UPDATE OF b
            """)
        return try rows.first.map { try InvoicedBooking($0) }
    }

    private init(_ row: PostgresRow) throws {
        id = try row.column(0)
        reference = try row.column(1)
        invoiceID = try row.column(2)
        customer_id = try row.column(3)
        provider_id = try row.column(4)
        language = Language(rawValue: try row.column(5)) ?? .english
        discount_paise = try row.column(6)
        fee_paise = try row.column(7)
        centre = Invoice.Party(
            name: try row.column(8), address: try row.column(9), phone: try row.column(10), gstin: try row.column(11),
            state: try row.column(12))
        recipient = Invoice.Party(
            name: try row.column(13), address: try row.column(14), phone: nil, gstin: nil, state: try row.column(15))
        performedOn = try row.column(16)
        rate_bps = try row.column(17)
        payable_paise = try row.column(18)
        let json: JSONBytes? = try row.column(19)
        items = try json.map { try JSONDecoder().decode([Charged].self, from: Data($0.bytes)) } ?? []
        roundOff_paise = try row.column(20)
    }
}
