import Marketplace

extension InvoiceRules {
    /// ISTRI_SECTION_9_5 says that the platform owes the tax on repairs (CGST Act 2017, section 9(5)). Whether it does
    /// is for the operator and their adviser to decide, so it is off until somebody says so; then the invoices are the
    /// operator's own, and need its name, address and GSTIN. What centres are billed needs these in any case.
    init(_ reader: SettingsReader) throws {
        self.init()
        enum Switch: String, CaseIterable { case on, off }
        let gstin = try reader.text("istri.operator.gstin").map { typed in
            guard let gstin = GSTIN(typed) else {
                throw reader.wrong("istri.operator.gstin", typed, "a GSTIN, with its right check character")
            }
            return gstin
        }
        let isOn: Switch = try reader.choice("istri.section.9.5", default: .off)
        if let gstin, let name = try reader.text("istri.operator.name"),
            let address = try reader.text("istri.operator.address")
        {
            biller = PlatformSupplier(name: name, address: address, gstin: gstin)
        }
        guard isOn == .on else { return }
        guard let biller else {
            throw Refusal(
                "ISTRI_SECTION_9_5 is on, so ISTRI_OPERATOR_NAME, ISTRI_OPERATOR_ADDRESS and ISTRI_OPERATOR_GSTIN "
                    + "must be set: invoices are issued in the operator's name.")
        }
        platform = biller
    }
}
