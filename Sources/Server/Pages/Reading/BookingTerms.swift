import Marketplace

/// What the terms say of bookings, with the figures by which this site works.
struct BookingTerms {
    let rules: BookingRules
    /// Whether customers can pay online.
    let takesPayments: Bool
    let words: Words

    /// Texts: `answer`, `change`, and where there is such a thing `pay_first` and `warranty`; `has_late_fee`.
    var model: [String: Any] {
        var model: [String: Any] = [
            "answer": words.text("terms.answer", ["minutes": String(rules.responseMinutes)]), "change": change,
            "has_late_fee": rules.lateFee_paise > 0,
        ]
        if takesPayments {
            model["pay_first"] = words.text("terms.pay_first", ["minutes": String(rules.holdMinutes)])
        }
        if rules.warrantyDays > 0 {
            model["warranty"] = words.text("terms.warranty", ["days": String(rules.warrantyDays)])
        }
        return model
    }

    /// As the last step of a booking says it, which knows the hour.
    private var change: String {
        guard rules.lateFee_paise > 0 else { return words.text("bookings.policy.always") }
        let time =
            rules.freeUntilHours > 0
            ? words.text("terms.hours_before", ["hours": String(rules.freeUntilHours)]) : words.text("terms.begin")
        let fee = Formats(words).rupees(paise: rules.lateFee_paise)
        return words.text("bookings.policy.fee", ["time": time, "fee": fee])
    }
}
