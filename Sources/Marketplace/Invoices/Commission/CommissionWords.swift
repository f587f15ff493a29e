/// What stands on bills to centres, besides what stands on every document.
struct CommissionWords: Sendable {
    let commission: String
    let month: String
    /// What the centre's repairs came to, of which it is the commission.
    let repairs: String
    let credited: String
    let settled: String

    static func of(_ language: Language) -> CommissionWords { language == .tamil ? tamil : english }

    private static let english = CommissionWords(
        commission: "Commission for bookings through the platform", month: "Month", repairs: "On repairs of",
        credited: "Credited", settled: "Settled in the centre’s account: the statement of the month shows how.")

    private static let tamil = CommissionWords(
        commission: "தளத்தின் வழி வந்த முன்பதிவுகளுக்கான தரகு", month: "மாதம்", repairs: "பழுதுபார்ப்புகள்",
        credited: "வரவு வைத்தது", settled: "மையத்தின் கணக்கில் தீர்க்கப்படுகிறது: விவரம் மாத அறிக்கையில் உள்ளது.")
}
