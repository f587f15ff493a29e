import Gateways

/// A text message that may wait in the queue: nothing in it is secret. Each name is registered with the operators,
/// in each language, before a live gateway may send it.
package enum TextTemplate: Sendable, Codable, Equatable {
    case accountNotice(AccountNotice)
    case coverageBegun(pincode: String)

    /// - Parameter key: Names the message whenever it is sent.
    func message(to phone: String, in language: Language, key: String) -> TextMessage {
        text.message(to: phone, in: language, key: key)
    }
}

extension TextMessage {
    /// Never waits in the queue: it is written when its job runs.
    static func loginCode(_ code: String, to phone: String, in language: Language) -> TextMessage {
        RegisteredText.loginCode(code).message(to: phone, in: language)
    }
}
