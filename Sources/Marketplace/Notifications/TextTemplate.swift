import Gateways

/// A text message that may wait in the queue: nothing in it is secret. Each name is registered with the operators,
/// in each language, before a live gateway may send it.
package enum TextTemplate: Sendable, Codable, Equatable {
    case accountNotice(AccountNotice)
    case coverageBegun(pincode: String)

    func message(to phone: String, in language: Language) -> TextMessage {
        switch self {
        case .accountNotice(let notice):
            TextMessage(to: phone, template: "\(notice.rawValue).\(language.rawValue)", variables: [])
        case .coverageBegun(let pincode):
            TextMessage(
                to: phone, template: "coverage_begun.\(language.rawValue)",
                variables: [TextMessage.Variable("pincode", pincode)])
        }
    }
}

extension TextMessage {
    /// Never waits in the queue: it is written when its job runs.
    static func loginCode(_ code: String, to phone: String, in language: Language) -> TextMessage {
        let minutes = LoginCodeLimits.lifetime.components.seconds / 60
        return TextMessage(
            to: phone, template: "login_code.\(language.rawValue)",
            variables: [Variable("code", code), Variable("minutes", String(minutes))])
    }
}
