/// What stands on documents besides the facts.
struct InvoiceWords: Sendable {
    let titles: [Invoice.Kind: String]
    let original: String
    let phone: String
    let billedTo: String
    let number: String
    let date: String
    let booking: String
    let performedOn: String
    let placeOfSupply: String
    let reverseCharge: String
    let yes: String
    let no: String
    let corrects: String
    let reason: String
    let position: String
    let description: String
    let price: String
    let discount: String
    let taxable: String
    let rate: String
    let total: String
    let amount: String
    let roundOff: String
    /// What is paid, or given back.
    let payable: String
    let refunded: String
    let scan: String
    let signatory: @Sendable (_ supplier: String) -> String
    let electronic: String
    let taxIncluded: String
    let notRegistered: String
    let performedBy: @Sendable (_ centre: String) -> String
    let page: @Sendable (_ page: Int, _ pages: Int) -> String

    static func of(_ language: Language) -> InvoiceWords { language == .tamil ? tamil : english }
}

extension InvoiceWords {
    private static let english = InvoiceWords(
        titles: [
            .taxInvoice: "Tax invoice", .receipt: "Receipt", .creditNote: "Credit note",
            .refundReceipt: "Refund receipt",
        ],
        original: "Original for recipient", phone: "Phone", billedTo: "Billed to", number: "Number", date: "Date",
        booking: "Booking", performedOn: "Repaired on", placeOfSupply: "Place of supply",
        reverseCharge: "Reverse charge", yes: "Yes", no: "No", corrects: "Corrects", reason: "Reason", position: "No.",
        description: "Description", price: "Price", discount: "Discount", taxable: "Taxable value", rate: "Rate",
        total: "Total", amount: "Amount", roundOff: "Round-off", payable: "Total", refunded: "Refunded",
        scan: "Scan to compare number, date and amount.",
        signatory: { "For \($0): authorised signatory" },
        electronic: "Issued electronically, so it needs no signature (CGST Rules 2017, rule 46).",
        taxIncluded: "Prices include tax.",
        notRegistered: "The supplier is not registered for GST: no tax is charged.",
        performedBy: {
            "Repaired by \($0). Tax is payable by the e-commerce operator (CGST Act 2017, section 9(5))."
        },
        page: { "Page \($0) of \($1)" })

    private static let tamil = InvoiceWords(
        titles: [
            .taxInvoice: "வரி விலைப்பட்டியல்", .receipt: "ரசீது", .creditNote: "வரவுக் குறிப்பு",
            .refundReceipt: "பணம் திருப்பியளித்த ரசீது",
        ],
        original: "பெறுநருக்கான அசல்", phone: "தொலைபேசி", billedTo: "பெறுநர்", number: "எண்", date: "தேதி",
        booking: "முன்பதிவு எண்", performedOn: "பழுதுபார்த்த நாள்", placeOfSupply: "வழங்கல் இடம்",
        reverseCharge: "எதிர்முறை வரி", yes: "ஆம்", no: "இல்லை", corrects: "திருத்தப்படுவது", reason: "காரணம்",
        position: "எண்", description: "விவரம்", price: "விலை", discount: "தள்ளுபடி", taxable: "வரிக்குரிய மதிப்பு",
        rate: "வீதம்", total: "மொத்தம்", amount: "தொகை", roundOff: "முழு ரூபாயாக்கல்", payable: "மொத்தம்",
        refunded: "திருப்பியளித்தது",
        scan: "ஸ்கேன் செய்து எண், தேதி, தொகையை ஒப்பிடலாம்.",
        signatory: { "\($0) சார்பில்: அங்கீகரிக்கப்பட்ட கையொப்பதாரர்" },
        electronic: "மின்னணு முறையில் வழங்கப்பட்டதால் கையொப்பம் தேவையில்லை (CGST விதிகள் 2017, விதி 46).",
        taxIncluded: "விலைகளில் வரி அடங்கும்.",
        notRegistered: "வழங்குபவர் GST-இல் பதிவு செய்யாதவர்: வரி வசூலிக்கப்படவில்லை.",
        performedBy: {
            "பழுதுபார்த்தவர்: \($0). வரியை மின்வணிக நடத்துநர் செலுத்துகிறார் (CGST சட்டம் 2017, பிரிவு 9(5))."
        },
        page: { "பக்கம் \($0) / \($1)" })
}
