/// A message over WhatsApp Business: an approved template and what goes into its gaps.
package struct WhatsAppMessage: Sendable, Equatable {
    /// E.164.
    package var to: String
    package var template: String
    /// Of the template: `en`, `ta`.
    package var language: String
    /// In the order of the template's gaps.
    package var parameters: [String]
    /// Comes back with what the service reports of the message.
    package var key: String?

    package init(to: String, template: String, language: String, parameters: [String], key: String? = nil) {
        self.to = to
        self.template = template
        self.language = language
        self.parameters = parameters
        self.key = key
    }
}
