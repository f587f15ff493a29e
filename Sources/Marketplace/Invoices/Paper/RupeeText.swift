/// Amounts as they are written in India.
enum RupeeText {
    /// `1,23,456.70`; below zero with a minus sign.
    static func number(_ amount_paise: Int64) -> String {
        let (rupees, paise) = amount_paise.magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = amount_paise < 0 ? "\u{2212}" : ""
        return sign + grouped(String(rupees)) + (paise < 10 ? ".0" : ".") + String(paise)
    }

    static func rupees(_ amount_paise: Int64) -> String { "₹ " + number(amount_paise) }

    /// `INR 123456.70`, for programs.
    static func plain(_ amount_paise: Int64) -> String { "INR " + number(amount_paise).filter { $0 != "," } }

    /// The last three digits, and pairs before them.
    private static func grouped(_ digits: String) -> String {
        guard digits.count > 3 else { return digits }
        var groups = [digits.suffix(3)]
        var rest = digits.dropLast(3)
        while !rest.isEmpty {
            groups.append(rest.suffix(2))
            rest = rest.dropLast(2)
        }
        return groups.reversed().joined(separator: ",")
    }

    /// `18 %`, `2.5 %`
    static func percent(_ rate_bps: Int32) -> String {
        let (whole, part) = rate_bps.quotientAndRemainder(dividingBy: 100)
        guard part > 0 else { return "\(whole) %" }
        return "\(whole)." + (part < 10 ? "0\(part)" : part % 10 == 0 ? "\(part / 10)" : "\(part)") + " %"
    }
}
