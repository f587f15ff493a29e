import Crypto
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
    /// The mail's own name, made of its job: a repeat after a crash carries the same.
    func messageID(_ job: Int64) -> UUID {
        let hash = Array(SHA256.hash(data: Data("mail.send \(job) \(to)".utf8)))
        return hash.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
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
