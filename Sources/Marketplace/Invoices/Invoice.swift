import Foundation
import Postgres

/// A document as it was issued.
package struct Invoice: Sendable {
    package enum Kind: String, Sendable {
        case taxInvoice = "tax_invoice"
        case receipt
        case creditNote = "credit_note"
        case refundReceipt = "refund_receipt"

        var isTaxed: Bool { self == .taxInvoice || self == .creditNote }
        package var isCorrection: Bool { self == .creditNote || self == .refundReceipt }
    }

    package struct Party: Sendable {
        let name: String
        let address: String
        let phone: String?
        let gstin: String?
        /// By its code.
        let state: String
    }

    struct Line: Sendable, Decodable {
        let position: Int32
        let sac: String
        let description: String
        let description_ta: String
        let price_paise: Int64
        let discount_paise: Int64
        let rate_bps: Int32
        let taxable_paise: Int64
        let cgst_paise: Int64
        let sgst_paise: Int64
        let igst_paise: Int64
        let total_paise: Int64
    }

    package let id: Int64
    package let kind: Kind
    package let bookingID: Int64
    package let customer_id: Int64
    package let serial: String
    package let issuedAt: Date
    /// RFC 3339, in Asia/Kolkata.
    let issuedAtText: String
    package let language: Language
    /// Day, month and year in Asia/Kolkata, as in 31-03-2027.
    let issuedOn: String
    let supplier: Party
    let performedBy: String?
    let recipient: Party
    let placeOfSupply: String
    let reverseCharge: Bool
    let bookingReference: String
    let performedOn: String
    let reason: String?
    let discount_paise: Int64
    package let taxable_paise: Int64
    package let cgst_paise: Int64
    package let sgst_paise: Int64
    package let igst_paise: Int64
    package let roundOff_paise: Int64
    package let total_paise: Int64
    let lines: [Line]
    /// Of a correction: number and day of the document that it corrects.
    let corrected: (serial: String, issuedOn: String)?
    /// The languages in which it can be handed out.
    package let drawnIn: [Language]

    static func find(_ id: Int64, on database: some PostgresQueryable) async throws -> Invoice? {
        let rows = try await database.query("SELECT \(columns) FROM \(tables) WHERE i.id = \(id)")
        return try rows.first.map { try Invoice($0) }
    }

    static let tables: Query = "invoices i LEFT JOIN invoices o ON o.id = i.corrects"
    static let columns: Query = """
        i.id, i.kind, i.booking_id, i.customer_id, i.serial, i.issued_at, i.language,
        to_char(i.issued_at AT TIME ZONE 'Asia/Kolkata', 'DD-MM-YYYY'), i.supplier_name, i.supplier_address,
        i.supplier_phone, i.supplier_gstin, i.supplier_state, i.performed_by, i.recipient_name, i.recipient_address,
        i.recipient_state, i.place_of_supply, i.reverse_charge, i.booking_reference,
        to_char(i.performed_on, 'DD-MM-YYYY'), i.reason, i.discount_paise, i.taxable_paise, i.cgst_paise, i.sgst_paise,
        i.igst_paise, i.round_off_paise, i.total_paise,
        (SELECT json_agg(l ORDER BY l.position) FROM invoice_lines l WHERE l.invoice_id = i.id), o.serial,
        to_char(o.issued_at AT TIME ZONE 'Asia/Kolkata', 'DD-MM-YYYY'),
        ARRAY(SELECT f.language FROM invoice_files f WHERE f.invoice_id = i.id),
        to_char(i.issued_at AT TIME ZONE 'Asia/Kolkata', 'YYYY-MM-DD"T"HH24:MI:SS"+05:30"')
        """

}

extension Invoice {
    init(_ row: PostgresRow) throws {
        id = try row.column(0)
        kind = try Self.word(row, 1)
        bookingID = try row.column(2)
        customer_id = try row.column(3)
        serial = try row.column(4)
        issuedAt = try row.column(5)
        language = try Self.word(row, 6)
        issuedOn = try row.column(7)
        supplier = Party(
            name: try row.column(8), address: try row.column(9), phone: try row.column(10),
            gstin: try row.column(11), state: try row.column(12))
        performedBy = try row.column(13)
        recipient = Party(
            name: try row.column(14), address: try row.column(15), phone: nil, gstin: nil, state: try row.column(16))
        placeOfSupply = try row.column(17)
        reverseCharge = try row.column(18)
        bookingReference = try row.column(19)
        performedOn = try row.column(20)
        reason = try row.column(21)
        discount_paise = try row.column(22)
        taxable_paise = try row.column(23)
        cgst_paise = try row.column(24)
        sgst_paise = try row.column(25)
        igst_paise = try row.column(26)
        roundOff_paise = try row.column(27)
        total_paise = try row.column(28)
        let json: JSONBytes = try row.column(29)
        lines = try JSONDecoder().decode([Line].self, from: Data(json.bytes))
        if let serial: String = try row.column(30), let issuedOn: String = try row.column(31) {
            corrected = (serial, issuedOn)
        } else {
            corrected = nil
        }
        drawnIn = try row.column(32, as: [String].self).compactMap { Language(rawValue: $0) }
        issuedAtText = try row.column(33)
    }

    private static func word<Word: RawRepresentable>(_ row: PostgresRow, _ column: Int) throws -> Word
    where Word.RawValue == String {
        let text: String = try row.column(column)
        guard let word = Word(rawValue: text) else {
            throw PostgresError(.decoding, "'\(text)' is no word of column \(column) of an invoice")
        }
        return word
    }
}
