/// A mail whose link proves who reads it. It can't be stored: it is written when its job runs.
package struct LinkMail: Sendable, Equatable {
    package let purpose: AccountToken.Purpose
    package let link: String

    package init(_ purpose: AccountToken.Purpose, link: String) {
        self.purpose = purpose
        self.link = link
    }

    package func text(in language: Language) -> MailText {
        switch (purpose, language) {
        case (.passwordReset, .english): englishPasswordReset
        case (.passwordReset, .tamil): tamilPasswordReset
        case (.emailCheck, .english): englishEmailCheck
        case (.emailCheck, .tamil): tamilEmailCheck
        }
    }

    private var minutes: Int { Int(purpose.lifetime.components.seconds / 60) }
    private var hours: Int { minutes / 60 }

    private var englishPasswordReset: MailText {
        MailText(
            .english, subject: "Set a new password for Istri",
            """
            A new password was asked for, for the Istri account with this e-mail
            address. You can set it here within \(minutes) minutes:
            """,
            link,
            """
            The link works once. If you did not ask for it, please ignore this mail;
            your password stays as it is.
            """)
    }

    private var tamilPasswordReset: MailText {
        MailText(
            .tamil, subject: "இஸ்திரி: புதிய கடவுச்சொல்லை அமைத்தல்",
            """
            இந்த மின்னஞ்சல் முகவரியைக் கொண்ட இஸ்திரி கணக்கிற்குப் புதிய கடவுச்சொல்
            கோரப்பட்டுள்ளது. \(minutes) நிமிடங்களுக்குள் கீழே உள்ள இணைப்பைத் திறந்து, புதிய
            கடவுச்சொல்லை அமைத்துக்கொள்ளலாம்:
            """,
            link,
            """
            இந்த இணைப்பை ஒரு முறை மட்டுமே பயன்படுத்த முடியும். இதை நீங்கள் கோரவில்லை
            என்றால், இந்த மின்னஞ்சலைப் பொருட்படுத்த வேண்டாம்; உங்கள் தற்போதைய கடவுச்சொல்
            மாறாது.
            """)
    }

    private var englishEmailCheck: MailText {
        MailText(
            .english, subject: "Please confirm your e-mail address",
            """
            This e-mail address was entered for an Istri account. Please confirm
            within \(hours) hours that it is yours:
            """,
            link,
            """
            If you have no account at Istri, please ignore this mail. Somebody may
            have mistyped their address.
            """)
    }

    private var tamilEmailCheck: MailText {
        MailText(
            .tamil, subject: "உங்கள் மின்னஞ்சல் முகவரியை உறுதிப்படுத்துங்கள்",
            """
            இஸ்திரி கணக்கு ஒன்றிற்கு இந்த மின்னஞ்சல் முகவரி கொடுக்கப்பட்டுள்ளது. இது
            உங்களுடையதுதான் என்பதை \(hours) மணி நேரத்திற்குள் கீழே உள்ள இணைப்பின் மூலம்
            உறுதிப்படுத்துங்கள்:
            """,
            link,
            """
            இஸ்திரியில் உங்களுக்குக் கணக்கு இல்லை என்றால், இந்த மின்னஞ்சலைப் பொருட்படுத்த
            வேண்டாம். வேறு ஒருவர் தமது முகவரியைத் தவறாகத் தட்டச்சு செய்திருக்கலாம்.
            """)
    }
}
