/// A mail as people read it: plain text, which every reader shows.
package struct MailMessage: Sendable, Codable, Equatable {
    package var to: String
    package var subject: String
    package var text: String

    package init(to: String, subject: String, text: String) {
        self.to = to
        self.subject = subject
        self.text = text
    }
}
