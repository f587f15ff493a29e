import Foundation
import Jobs

/// A mail on its way. For links that prove who reads them there are jobs of their own, which make them when they run.
package struct SendMailJob: Job {
    package static let name = "mail.send"

    package let to: String
    package let language: Language
    package let template: MailTemplate
    /// Whose account it is about; nil where somebody is written to who needs none.
    package let userID: Int64?

    package init(to: String, language: Language, template: MailTemplate, userID: Int64? = nil) {
        self.to = to
        self.language = language
        self.template = template
        self.userID = userID
    }
}

extension SendMailJob {
    func messageID(_ job: Int64) -> UUID { JobMessageName.of(Self.name, job, to: to) }
}

/// A text message on its way.
package struct SendTextJob: Job {
    package static let name = "text.send"

    /// E.164.
    package let to: String
    package let language: Language
    package let template: TextTemplate

    package init(to: String, language: Language, template: TextTemplate) {
        self.to = to
        self.language = language
        self.template = template
    }
}

extension SendTextJob {
    func key(_ job: Int64) -> String { JobMessageName.of(Self.name, job, to: to).uuidString.lowercased() }
}
