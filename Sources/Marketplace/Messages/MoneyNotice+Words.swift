extension MoneyNotice {
    /// One line.
    package func title(in language: Language) -> String {
        switch language {
        case .english: Self.englishTitle(kind, reference)
        case .tamil: Self.tamilTitle(kind, reference)
        }
    }

    /// What happened, in a sentence or two on lines that fit a mail.
    package func fact(in language: Language) -> String {
        switch language {
        case .english: englishFact
        case .tamil: tamilFact
        }
    }

    static func englishTitle(_ kind: Kind, _ reference: String) -> String {
        switch kind {
        case .received: "Your payment for booking \(reference) has come"
        case .failed: "Your payment for booking \(reference) did not go through"
        case .refunded: "A refund for booking \(reference) is on its way"
        case .invoice: "The invoice for booking \(reference) is ready"
        }
    }

    static func tamilTitle(_ kind: Kind, _ reference: String) -> String {
        switch kind {
        case .received: "முன்பதிவு \(reference): பணம் கிடைத்தது"
        case .failed: "முன்பதிவு \(reference): பணம் செலுத்த இயலவில்லை"
        case .refunded: "முன்பதிவு \(reference): பணம் திருப்பி அனுப்பப்படுகிறது"
        case .invoice: "முன்பதிவு \(reference): விலைப்பட்டியல் தயார்"
        }
    }

    private var englishFact: String {
        switch kind {
        case .received: "Thank you. We have received \(amount ?? "your payment")."
        case .failed:
            """
            The payment did not go through, and nothing was taken for it. You can try
            again, or pay in another way.
            """
        case .refunded:
            """
            We are sending back \(amount ?? "your money"). It can take some days until
            your bank shows it.
            """
        case .invoice:
            variables.number.map { "Your invoice \($0) is ready. You find it with your booking." }
                ?? "Your invoice is ready. You find it with your booking."
        }
    }

    private var tamilFact: String {
        switch kind {
        case .received: "நன்றி. \(amount.map { "\($0) கிடைத்தது." } ?? "உங்கள் பணம் கிடைத்தது.")"
        case .failed:
            """
            பணம் செலுத்துதல் நிறைவடையவில்லை; உங்களிடமிருந்து பணம் எடுக்கப்படவில்லை.
            மீண்டும் முயலலாம், அல்லது வேறு வழியில் செலுத்தலாம்.
            """
        case .refunded:
            """
            \(amount.map { "\($0) திருப்பி அனுப்பப்படுகிறது." } ?? "உங்கள் பணம் திருப்பி அனுப்பப்படுகிறது.")
            உங்கள் வங்கிக் கணக்கில் வர சில நாட்கள் ஆகலாம்.
            """
        case .invoice:
            variables.number.map { "விலைப்பட்டியல் \($0) தயார். உங்கள் முன்பதிவில் அதைப் பார்க்கலாம்." }
                ?? "உங்கள் விலைப்பட்டியல் தயார். உங்கள் முன்பதிவில் அதைப் பார்க்கலாம்."
        }
    }

    func mail(in language: Language, site: String) -> MailText {
        let time = AccountNotice.time(startsAt)
        let facts: [String?] =
            switch language {
            case .english:
                [
                    "Reference: \(reference)", centreName.map { "Centre: \($0)" }, "Time: \(time) (India)",
                    amount.map { "Amount: \($0)" },
                ]
            case .tamil:
                [
                    "முன்பதிவு எண்: \(reference)", centreName.map { "மையம்: \($0)" },
                    "நேரம்: \(time) (இந்திய நேரம்)", amount.map { "தொகை: \($0)" },
                ]
            }
        return MailText(
            language, subject: title(in: language), fact(in: language),
            facts.compactMap(\.self).joined(separator: "\n"), site)
    }
}
