import Postgres

/// What the platform bills a centre for a month, with all that its document says besides the supplier; see
/// `sql/functions/commission_invoice_document.sql`.
struct CommissionBill: Sendable {
    let id: Int64
    /// As COM/26-27/00001.
    let serial: String
    /// RFC 3339, in Asia/Kolkata.
    let issuedAtText: String
    /// Day, month and year in Asia/Kolkata, as in 01-12-2026; so are the month's days.
    let issuedOn: String
    let firstDay: String
    let lastDay: String
    /// As 2026-11.
    let month: String
    let isDrawn: Bool
    let language: Language
    let recipient: Invoice.Party
    let placeOfSupply: String
    let sac: String
    let rate_bps: Int32
    /// Of which it is the commission. All amounts are below nothing where more was taken back than earned.
    let gross_paise: Int64
    let taxable_paise: Int64
    let cgst_paise: Int64
    let sgst_paise: Int64
    let igst_paise: Int64
    let total_paise: Int64
    /// Number and day of those bills of which it takes back.
    let corrects: [String]

    var isCredit: Bool { total_paise < 0 }

    /// Whether the tax is the one that is owed when the supplier is in that state.
    func isSupplied(from state: String) -> Bool {
        state == placeOfSupply ? igst_paise == 0 : cgst_paise == 0 && sgst_paise == 0
    }

    static func find(_ id: Int64, on database: some PostgresQueryable) async throws -> CommissionBill? {
        let rows = try await database.query(
            """
            SELECT v.serial, to_char(v.issued_at AT TIME ZONE 'Asia/Kolkata', 'YYYY-MM-DD"T"HH24:MI:SS"+05:30"'),
                to_char(v.issued_at AT TIME ZONE 'Asia/Kolkata', 'DD-MM-YYYY'), to_char(v.month, 'DD-MM-YYYY'),
                to_char(v.month + interval '1 month' - interval '1 day', 'DD-MM-YYYY'), to_char(v.month, 'YYYY-MM'),
                v.is_drawn, v.language, v.recipient_name, v.recipient_address, v.recipient_gstin, v.recipient_state,
                v.place_of_supply, v.sac, v.rate_bps, v.gross_paise, v.taxable_paise, v.cgst_paise, v.sgst_paise,
                v.igst_paise, v.total_paise, v.corrects
            FROM commission_invoice_document(\(id)) AS v
            """)
        return try rows.first.map { try CommissionBill(id, $0) }
    }
}

extension CommissionBill {
    private init(_ id: Int64, _ row: PostgresRow) throws {
        self.id = id
        serial = try row.column(0)
        issuedAtText = try row.column(1)
        issuedOn = try row.column(2)
        firstDay = try row.column(3)
        lastDay = try row.column(4)
        month = try row.column(5)
        isDrawn = try row.column(6)
        language = Language(rawValue: try row.column(7)) ?? .english
        recipient = Invoice.Party(
            name: try row.column(8), address: try row.column(9), phone: nil, gstin: try row.column(10),
            state: try row.column(11))
        placeOfSupply = try row.column(12)
        sac = try row.column(13)
        rate_bps = try row.column(14)
        gross_paise = try row.column(15)
        taxable_paise = try row.column(16)
        cgst_paise = try row.column(17)
        sgst_paise = try row.column(18)
        igst_paise = try row.column(19)
        total_paise = try row.column(20)
        corrects = try row.column(21)
    }
}
