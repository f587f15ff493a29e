import Foundation

extension AccountNotice {
    func english(at date: Date, site: String) -> MailText {
        MailText(
            .english, subject: englishSubject, "\(englishFact)\nTime: \(Self.time(date)) (India)",
            """
            If this was you, there is nothing to do. If it was not, please set a new
            password at once and tell us:
            """,
            site)
    }

    func tamil(at date: Date, site: String) -> MailText {
        MailText(
            .tamil, subject: tamilSubject, "\(tamilFact)\nநேரம்: \(Self.time(date)) (இந்திய நேரம்)",
            """
            இதைச் செய்தது நீங்கள்தான் என்றால், எதுவும் செய்ய வேண்டியதில்லை. நீங்கள் இதைச்
            செய்யவில்லை என்றால், உடனடியாகப் புதிய கடவுச்சொல்லை அமைத்து, எங்களுக்கும்
            தெரிவியுங்கள்:
            """,
            site)
    }

    private var englishSubject: String {
        switch self {
        case .passwordChanged: "Your Istri password was changed"
        case .emailChanged: "The e-mail address of your Istri account was changed"
        case .phoneChanged: "The phone number of your Istri account was changed"
        case .secondFactorAdded: "Your Istri account now asks for a second factor"
        case .secondFactorRemoved: "Your Istri account no longer asks for a second factor"
        case .accessReset: "Your Istri account was confirmed for the first time"
        }
    }

    private var englishFact: String {
        switch self {
        case .passwordChanged:
            "The password of your Istri account was changed. Other devices were signed\nout."
        case .emailChanged: "Your Istri account now has another e-mail address."
        case .phoneChanged: "Your Istri account now has another phone number."
        case .secondFactorAdded: "Signing in to your Istri account now needs a code from your app too."
        case .secondFactorRemoved: "Signing in to your Istri account no longer needs a code from your app."
        case .accessReset:
            """
            Your Istri account was confirmed for the first time. Whatever was set for it
            before and nobody had confirmed is gone: the earlier password, a second
            factor, another address or number. Other devices were signed out. You can
            set all of it again in your account.
            """
        }
    }

    private var tamilSubject: String {
        switch self {
        case .passwordChanged: "உங்கள் இஸ்திரி கடவுச்சொல் மாற்றப்பட்டது"
        case .emailChanged: "உங்கள் இஸ்திரி கணக்கின் மின்னஞ்சல் முகவரி மாற்றப்பட்டது"
        case .phoneChanged: "உங்கள் இஸ்திரி கணக்கின் தொலைபேசி எண் மாற்றப்பட்டது"
        case .secondFactorAdded: "உங்கள் இஸ்திரி கணக்கில் இரண்டாம் அடையாளச் சரிபார்ப்பு சேர்க்கப்பட்டது"
        case .secondFactorRemoved: "உங்கள் இஸ்திரி கணக்கின் இரண்டாம் அடையாளச் சரிபார்ப்பு நீக்கப்பட்டது"
        case .accessReset: "உங்கள் இஸ்திரி கணக்கு முதன்முறையாக உறுதிசெய்யப்பட்டது"
        }
    }

    private var tamilFact: String {
        switch self {
        case .passwordChanged:
            """
            உங்கள் இஸ்திரி கணக்கின் கடவுச்சொல் மாற்றப்பட்டது. மற்ற சாதனங்களில் இருந்த
            உள்நுழைவுகள் முடிக்கப்பட்டன.
            """
        case .emailChanged: "உங்கள் இஸ்திரி கணக்கில் இப்போது வேறு மின்னஞ்சல் முகவரி உள்ளது."
        case .phoneChanged: "உங்கள் இஸ்திரி கணக்கில் இப்போது வேறு தொலைபேசி எண் உள்ளது."
        case .secondFactorAdded:
            "உங்கள் இஸ்திரி கணக்கில் உள்நுழைய, இனி உங்கள் செயலியில் வரும் குறியீடும் தேவை."
        case .secondFactorRemoved:
            "உங்கள் இஸ்திரி கணக்கில் உள்நுழைய, செயலியில் வரும் குறியீடு இனி தேவையில்லை."
        case .accessReset:
            """
            உங்கள் இஸ்திரி கணக்கு முதன்முறையாக உறுதிசெய்யப்பட்டது. அதனால், முன்பு
            அமைக்கப்பட்டு யாராலும் உறுதிசெய்யப்படாதவை நீக்கப்பட்டன: பழைய கடவுச்சொல்,
            இரண்டாம் அடையாளச் சரிபார்ப்பு, வேறு முகவரி அல்லது எண். மற்ற சாதனங்களில்
            இருந்த உள்நுழைவுகள் முடிக்கப்பட்டன. இவற்றை உங்கள் கணக்கில் மீண்டும் அமைக்கலாம்.
            """
        }
    }

    /// As people of both languages write it.
    static func time(_ date: Date) -> String {
        let format = Date.VerbatimFormatStyle(
            format:
                "\(day: .twoDigits)-\(month: .twoDigits)-\(year: .padded(4)) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
            timeZone: TimeZone(secondsFromGMT: 19_800)!, calendar: Calendar(identifier: .gregorian))
        return date.formatted(format)
    }
}
