/// What the operators know: who sends, and each template by its number (DLT).
package struct RegisteredTemplates: Sendable, Equatable {
    /// The registered header, as `ISTRIS`.
    package var sender: String
    /// The principal entity's number; empty where the gateway knows it.
    package var entityID: String
    /// By our names with their language: `login_code.ta`.
    package var ids: [String: String]
    /// Other headers than `sender`, by our names without their language: promotional templates have one of digits.
    package var senders: [String: String] = [:]

    package init(sender: String, entityID: String = "", ids: [String: String]) {
        self.sender = sender
        self.entityID = entityID
        self.ids = ids
    }

    /// - Throws: `DeliveryFailure.permanent` for a template that isn't registered: operators would drop the message.
    func id(of template: String) throws(DeliveryFailure) -> String {
        guard let id = ids[template] else {
            throw .permanent("the template '\(template)' has no registered number in ISTRI_SMS_TEMPLATES")
        }
        return id
    }

    /// The header that goes with a template.
    package func sender(of template: String) -> String {
        senders[String(template.prefix { $0 != "." })] ?? sender
    }
}
