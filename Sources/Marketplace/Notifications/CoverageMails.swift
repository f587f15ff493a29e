/// What those hear who asked to be told when somebody serves their pincode.
enum CoverageMails {
    static func englishBegun(_ pincode: String, _ name: String, site: String) -> MailText {
        MailText(
            .english, subject: "A repair centre now comes to \(pincode)",
            """
            You asked us to tell you when somebody repairs irons at the doorstep in
            \(pincode) (\(name)). From now on a centre does. Book a visit here:
            """,
            site,
            """
            This is the only mail about it: your request has been deleted. If you did
            not ask for it, please ignore this mail.
            """)
    }

    static func tamilBegun(_ pincode: String, _ name: String, site: String) -> MailText {
        MailText(
            .tamil, subject: "\(pincode): பழுதுநீக்கும் சேவை தொடங்கியது",
            """
            \(pincode) (\(name)) பகுதியில் வீட்டிற்கே வந்து இஸ்திரிப் பெட்டிகளைப்
            பழுதுநீக்கும் சேவை தொடங்கும்போது தெரிவிக்குமாறு கேட்டிருந்தீர்கள். இப்போது ஒரு
            மையம் அந்தச் சேவையை வழங்குகிறது. இங்கே பதிவு செய்யலாம்:
            """,
            site,
            """
            இது குறித்து நாங்கள் அனுப்பும் ஒரே மின்னஞ்சல் இதுவே; உங்கள் கோரிக்கை
            நீக்கப்பட்டுவிட்டது. நீங்கள் இதைக் கோரவில்லை என்றால், இந்த மின்னஞ்சலைப்
            பொருட்படுத்த வேண்டாம்.
            """)
    }
}
