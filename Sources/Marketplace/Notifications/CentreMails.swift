/// What owners are told of their centres.
enum CentreMails {
    static func englishApproved(_ name: String, site: String) -> MailText {
        MailText(
            .english, subject: "Your centre is approved: \(subject(name))",
            """
            Your centre has been approved and can be found by customers from now on:
            \(name)
            """,
            "You can manage its services, prices and hours here:\n\(site)")
    }

    static func tamilApproved(_ name: String, site: String) -> MailText {
        MailText(
            .tamil, subject: "உங்கள் மையம் அங்கீகரிக்கப்பட்டது: \(subject(name))",
            """
            உங்கள் மையம் அங்கீகரிக்கப்பட்டது. இனி வாடிக்கையாளர்கள் அதைக் கண்டறியலாம்:
            \(name)
            """,
            "அதன் சேவைகள், விலைகள், வேலை நேரம் ஆகியவற்றை இங்கே நிர்வகிக்கலாம்:\n\(site)")
    }

    static func englishRejected(_ name: String, _ reason: String) -> MailText {
        MailText(
            .english, subject: "Your centre could not be approved: \(subject(name))",
            "We are sorry: your centre could not be approved.\n\(name)", "Reason: \(reason)",
            "You can correct your details and contact us again.")
    }

    static func tamilRejected(_ name: String, _ reason: String) -> MailText {
        MailText(
            .tamil, subject: "உங்கள் மையத்தை அங்கீகரிக்க இயலவில்லை: \(subject(name))",
            "மன்னிக்கவும், உங்கள் மையத்தை அங்கீகரிக்க இயலவில்லை.\n\(name)", "காரணம்: \(reason)",
            "விவரங்களைத் திருத்திய பின் எங்களை மீண்டும் தொடர்புகொள்ளலாம்.")
    }

    static func englishSuspended(_ name: String, _ reason: String) -> MailText {
        MailText(
            .english, subject: "Your centre is suspended: \(subject(name))",
            """
            Your centre has been suspended. Until further notice customers can't find
            it:
            \(name)
            """,
            "Reason: \(reason)", "If you think this is a mistake, please contact us.")
    }

    static func tamilSuspended(_ name: String, _ reason: String) -> MailText {
        MailText(
            .tamil, subject: "உங்கள் மையம் தற்காலிகமாக நிறுத்தப்பட்டுள்ளது: \(subject(name))",
            """
            உங்கள் மையம் தற்காலிகமாக நிறுத்தப்பட்டுள்ளது. மறு அறிவிப்பு வரும் வரை
            வாடிக்கையாளர்கள் அதைக் காண முடியாது:
            \(name)
            """,
            "காரணம்: \(reason)", "இது தவறு என்று நீங்கள் கருதினால், எங்களைத் தொடர்புகொள்ளுங்கள்.")
    }

    /// A subject has one line, and no room for a very long name.
    static func subject(_ name: String) -> String {
        let line = String(name.map { $0.isNewline ? " " : $0 })
        return line.count <= 60 ? line : line.prefix(59) + "…"
    }
}
