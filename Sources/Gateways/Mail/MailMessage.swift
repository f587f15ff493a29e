import Foundation

/// A mail as people read it: plain text, which every reader shows.
package struct MailMessage: Sendable, Codable, Equatable {
    package var to: String
    package var subject: String
    package var text: String
    /// Becomes the Message-ID, so that a mail which is sent again is known for the same; nil: a new one each time.
    package var id: UUID?

    package init(to: String, subject: String, text: String, id: UUID? = nil) {
        self.to = to
        self.subject = subject
        self.text = text
        self.id = id
    }
}
