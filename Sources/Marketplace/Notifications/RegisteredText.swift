import Gateways

/// A text with gaps, under the name and in the words by which it is registered with operators (DLT) and approved for
/// WhatsApp, each language apart: `login_code.ta`.
package struct RegisteredText: Sendable {
    package let name: String
    /// In the order of the gaps.
    package let variables: [TextMessage.Variable]
    /// With gaps as `{code}`, for each variable one.
    package let english: String
    package let tamil: String

    init(_ name: String, _ variables: [TextMessage.Variable], english: String, tamil: String) {
        self.name = name
        self.variables = variables
        self.english = english
        self.tamil = tamil
    }

    package func words(in language: Language) -> String {
        switch language {
        case .english: english
        case .tamil: tamil
        }
    }

    func message(to phone: String, in language: Language, key: String? = nil) -> TextMessage {
        let variables = self.variables.map { TextMessage.Variable($0.name, GapText.fitted($0.value)) }
        let values = Dictionary(variables.map { ($0.name, $0.value) }) { first, _ in first }
        return TextMessage(
            to: phone, template: "\(name).\(language.rawValue)", variables: variables,
            text: Gaps.fill(words(in: language), values), key: key)
    }

    func whatsApp(to phone: String, in language: Language, key: String) -> WhatsAppMessage {
        WhatsAppMessage(
            to: phone, template: name, language: language.rawValue, parameters: variables.map(\.value), key: key)
    }
}

extension TextTemplate {
    var text: RegisteredText {
        switch self {
        case .accountNotice(let notice):
            RegisteredText(
                notice.rawValue, [], english: notice.englishText + " Istri", tamil: notice.tamilText + " இஸ்திரி")
        case .coverageBegun(let pincode):
            RegisteredText(
                "coverage_begun", [.init("pincode", pincode)],
                english: "A centre that repairs irons now comes to {pincode}. Istri",
                tamil: "இஸ்திரிப் பெட்டிகளைப் பழுதுபார்க்கும் மையம் இப்போது {pincode} பகுதிக்கு வருகிறது. இஸ்திரி")
        }
    }
}

extension RegisteredText {
    static func loginCode(_ code: String) -> RegisteredText {
        let minutes = LoginCodeLimits.lifetime.components.seconds / 60
        return RegisteredText(
            "login_code", [.init("code", code), .init("minutes", String(minutes))],
            english: "{code} is your code for Istri. It is good for {minutes} minutes; tell it to nobody.",
            tamil: "{code} என்பது உங்கள் இஸ்திரி குறியீடு. இது {minutes} நிமிடங்களுக்குச் செல்லும்; யாரிடமும் சொல்ல வேண்டாம்.")
    }
}

extension AccountNotice {
    fileprivate var englishText: String {
        switch self {
        case .passwordChanged: "The password of your Istri account was changed."
        case .emailChanged: "The e-mail address of your Istri account was changed."
        case .phoneChanged: "The phone number of your Istri account was changed."
        case .secondFactorAdded: "Your Istri account now asks for a second factor."
        case .secondFactorRemoved: "Your Istri account no longer asks for a second factor."
        case .accessReset: "Your Istri account was confirmed for the first time; earlier access is gone."
        }
    }

    fileprivate var tamilText: String {
        switch self {
        case .passwordChanged: "உங்கள் இஸ்திரி கணக்கின் கடவுச்சொல் மாற்றப்பட்டது."
        case .emailChanged: "உங்கள் இஸ்திரி கணக்கின் மின்னஞ்சல் முகவரி மாற்றப்பட்டது."
        case .phoneChanged: "உங்கள் இஸ்திரி கணக்கின் தொலைபேசி எண் மாற்றப்பட்டது."
        case .secondFactorAdded: "உங்கள் இஸ்திரி கணக்கிற்கு இரண்டாம் அடையாளச் சரிபார்ப்பு சேர்க்கப்பட்டது."
        case .secondFactorRemoved: "உங்கள் இஸ்திரி கணக்கின் இரண்டாம் அடையாளச் சரிபார்ப்பு நீக்கப்பட்டது."
        case .accessReset: "உங்கள் இஸ்திரி கணக்கு முதன்முறையாக உறுதிசெய்யப்பட்டது; முந்தைய அணுகல் நீக்கப்பட்டது."
        }
    }
}
