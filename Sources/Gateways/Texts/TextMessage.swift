/// A text message as Indian operators let it pass: a registered template and what goes into its gaps, never free text.
package struct TextMessage: Sendable, Codable, Equatable {
    /// E.164.
    package var to: String
    /// Our name for the template, with its language: `login_code.ta`.
    package var template: String
    /// In the order of the template's gaps.
    package var variables: [Variable]
    /// The registered words with the gaps filled in, for gateways that want the whole message beside its template.
    package var text: String
    /// Names this message whenever it is sent, for gateways that take such a name.
    package var key: String?

    package struct Variable: Sendable, Codable, Equatable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(
        to: String, template: String, variables: [Variable], text: String = "", key: String? = nil
    ) {
        self.to = to
        self.template = template
        self.variables = variables
        self.text = text
        self.key = key
    }
}
