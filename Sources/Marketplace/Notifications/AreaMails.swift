/// What owners are told of their centres' service areas, by number.
enum AreaMails {
    static func englishApproved(_ name: String, _ area: Int64, site: String) -> MailText {
        MailText(
            .english, subject: "Your service area is approved: \(CentreMails.subject(name))",
            """
            Service area no. \(area) of your centre has been approved as you
            proposed it, and is in force from now on:
            \(name)
            """,
            "You can see it and propose changes here:\n\(site)")
    }

    static func tamilApproved(_ name: String, _ area: Int64, site: String) -> MailText {
        MailText(
            .tamil, subject: "உங்கள் சேவைப் பகுதி அங்கீகரிக்கப்பட்டது: \(CentreMails.subject(name))",
            """
            உங்கள் மையத்தின் சேவைப் பகுதி (எண் \(area)) நீங்கள் முன்மொழிந்தபடியே
            அங்கீகரிக்கப்பட்டது. அது இப்போது முதல் நடைமுறைக்கு வருகிறது:
            \(name)
            """,
            "அதைப் பார்க்கவும் மாற்றங்களை முன்மொழியவும்:\n\(site)")
    }

    static func englishRejected(_ name: String, _ area: Int64, _ reason: String, site: String) -> MailText {
        MailText(
            .english, subject: "Your service area could not be approved: \(CentreMails.subject(name))",
            """
            We are sorry: what you proposed as service area no. \(area) of your
            centre could not be approved.
            \(name)
            """,
            "Reason: \(reason)",
            """
            If an area was in force before, it stays in force. You can draw another one
            and propose it here:
            \(site)
            """)
    }

    static func tamilRejected(_ name: String, _ area: Int64, _ reason: String, site: String) -> MailText {
        MailText(
            .tamil, subject: "உங்கள் சேவைப் பகுதியை அங்கீகரிக்க இயலவில்லை: \(CentreMails.subject(name))",
            """
            மன்னிக்கவும், உங்கள் மையத்தின் சேவைப் பகுதியாக (எண் \(area)) நீங்கள்
            முன்மொழிந்ததை அங்கீகரிக்க இயலவில்லை.
            \(name)
            """,
            "காரணம்: \(reason)",
            """
            ஏற்கெனவே நடைமுறையில் உள்ள பகுதி இருந்தால், அது அப்படியே தொடரும். வேறு பகுதியை
            வரைந்து இங்கே முன்மொழியலாம்:
            \(site)
            """)
    }

    static func englishRedrawn(_ name: String, _ area: Int64, site: String) -> MailText {
        MailText(
            .english, subject: "Your service area was changed: \(CentreMails.subject(name))",
            """
            An administrator has drawn service area no. \(area) of your centre anew.
            It is in force as drawn from now on:
            \(name)
            """,
            """
            If a change that you had proposed was still waiting, it has lapsed. You can
            see the area and propose another change here:
            \(site)
            """)
    }

    static func tamilRedrawn(_ name: String, _ area: Int64, site: String) -> MailText {
        MailText(
            .tamil, subject: "உங்கள் சேவைப் பகுதி மாற்றப்பட்டது: \(CentreMails.subject(name))",
            """
            உங்கள் மையத்தின் சேவைப் பகுதியை (எண் \(area)) நிர்வாகி ஒருவர் மாற்றி
            வரைந்துள்ளார். புதிய எல்லை இப்போது முதல் நடைமுறைக்கு வருகிறது:
            \(name)
            """,
            """
            நீங்கள் முன்மொழிந்த மாற்றம் ஏதேனும் ஒப்புதலுக்காகக் காத்திருந்தால், அது இனி
            செல்லாது. பகுதியைப் பார்க்கவும் வேறு மாற்றத்தை முன்மொழியவும்:
            \(site)
            """)
    }

    static func englishTakenAway(_ name: String, _ area: Int64, site: String) -> MailText {
        MailText(
            .english, subject: "Your service area was taken away: \(CentreMails.subject(name))",
            """
            An administrator has taken service area no. \(area) of your centre away.
            It does not count any more:
            \(name)
            """,
            """
            If a change that you had proposed was still waiting, it has lapsed. You can
            propose another area here:
            \(site)
            """)
    }

    static func tamilTakenAway(_ name: String, _ area: Int64, site: String) -> MailText {
        MailText(
            .tamil, subject: "உங்கள் சேவைப் பகுதி நீக்கப்பட்டது: \(CentreMails.subject(name))",
            """
            உங்கள் மையத்தின் சேவைப் பகுதியை (எண் \(area)) நிர்வாகி ஒருவர்
            நீக்கியுள்ளார். அது இனி நடைமுறையில் இருக்காது:
            \(name)
            """,
            """
            நீங்கள் முன்மொழிந்த மாற்றம் ஏதேனும் ஒப்புதலுக்காகக் காத்திருந்தால், அது இனி
            செல்லாது. வேறு பகுதியை இங்கே முன்மொழியலாம்:
            \(site)
            """)
    }
}
