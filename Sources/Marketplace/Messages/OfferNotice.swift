/// What an admin tells many people, in the words that they wrote.
package struct OfferNotice: Sendable, Equatable {
    package static let kind = "offer"

    package let words: OfferWords

    package init(_ words: OfferWords) { self.words = words }

    func mail(in language: Language, site: String) -> MailText {
        let (title, text) = (words.title(in: language), words.description(in: language))
        let ending =
            switch language {
            case .english:
                """
                You get offers because you agreed to them. You can change that in your
                account:
                \(site)/account
                """
            case .tamil:
                """
                சலுகைகளைப் பெற நீங்கள் ஒப்புக்கொண்டதால் இதை அனுப்புகிறோம். உங்கள் கணக்கில்
                இதை மாற்றலாம்:
                \(site)/account
                """
            }
        return MailText(language, subject: CentreMails.subject(title), text, ending)
    }
}

/// Title and text of an offer or a broadcast, in Tamil where somebody wrote that too.
package struct OfferWords: Sendable, Equatable {
    package var title: String
    package var title_ta: String?
    package var description: String
    package var description_ta: String?

    package init(title: String, title_ta: String? = nil, description: String, description_ta: String? = nil) {
        self.title = title
        self.title_ta = title_ta
        self.description = description
        self.description_ta = description_ta
    }

    package func title(in language: Language) -> String { language == .tamil ? title_ta ?? title : title }

    package func description(in language: Language) -> String {
        language == .tamil ? description_ta ?? description : description
    }
}
