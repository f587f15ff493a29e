import Foundation
import Marketplace

/// Who runs this site and how they are reached: the privacy notice, the terms and the footer say it.
package struct OperatorContact: Sendable {
    package let name: String
    /// As people read it.
    let text: String
    /// `mailto:` or `tel:`.
    let href: String

    /// - Parameters:
    ///   - name: A person or an organisation, up to 100 characters of one line.
    ///   - contact: An e-mail address, or an Indian phone number.
    /// - Returns: Nil when the name is empty or too long, or the contact is neither.
    package init?(name: String, contact: String) {
        let name = name.trimmingCharacters(in: .whitespaces)
        guard (1...100).contains(name.count), !name.contains(where: \.isNewline) else { return nil }
        self.name = name
        if let email = EmailAddress(contact) {
            text = email.text
            href = "mailto:" + email.text
        } else if let phone = CentrePhone(contact) {
            text = IndianPhone.text(phone.text)
            href = "tel:" + phone.text
        } else {
            return nil
        }
    }

    /// `name`, `contact`, `href`.
    func model(_ language: Language) -> [String: Any] {
        ["name": Named(name, in: language).model, "contact": text, "href": href]
    }
}
