/// What the operator decides about invoices.
package struct InvoiceRules: Sendable {
    /// Services code of what is repaired here: repair of household electrical appliances.
    static let sac = "998715"

    /// Set: section 9(5) of the CGST Act is taken to cover these repairs, so that the platform supplies in the eyes of
    /// the law, owes the tax, and issues the invoices under its own number. Whether it does is open, which is for the
    /// operator and their adviser to decide: nil, and each centre is its own supplier.
    package var platform: PlatformSupplier?

    /// Who bills the centres their commission: the operator. Nil until name, address and GSTIN are set: then what is
    /// billed has no document.
    package var biller: PlatformSupplier?

    package init(platform: PlatformSupplier? = nil, biller: PlatformSupplier? = nil) {
        self.platform = platform
        self.biller = biller
    }

    package struct PlatformSupplier: Sendable, Equatable {
        package let name: String
        package let address: String
        package let gstin: GSTIN

        package init(name: String, address: String, gstin: GSTIN) {
            self.name = name
            self.address = address
            self.gstin = gstin
        }
    }
}
