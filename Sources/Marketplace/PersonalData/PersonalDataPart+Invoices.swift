import Postgres

extension PersonalDataPart {
    /// Kept as issued when a person goes: accounts must be kept for six years (CGST Act 2017, section 36).
    static let invoices = PersonalDataPart(
        name: "invoices", tables: ["invoices", "invoice_lines", "invoice_files"]
    ) { user, after, limit in
        """
        SELECT i.id, json_build_object('id', i.id, 'booking_id', i.booking_id, 'kind', i.kind, 'serial', i.serial,
            'issued_at', i.issued_at, 'recipient_name', i.recipient_name, 'recipient_address', i.recipient_address,
            'supplier_name', i.supplier_name, 'supplier_gstin', i.supplier_gstin, 'taxable_paise', i.taxable_paise,
            'cgst_paise', i.cgst_paise, 'sgst_paise', i.sgst_paise, 'igst_paise', i.igst_paise,
            'total_paise', i.total_paise, 'lines', (SELECT json_agg(json_build_object('description', l.description,
                'total_paise', l.total_paise) ORDER BY l.position) FROM invoice_lines l WHERE l.invoice_id = i.id))::text
        FROM invoices i WHERE i.customer_id = \(user) AND i.id > \(after) ORDER BY i.id LIMIT \(limit)
        """
    }
}
