import Marketplace

extension BodyFields {
    mutating func email(_ name: String = "email") throws -> EmailAddress? {
        guard let text = try rawText(name) else { return nil }
        guard let email = EmailAddress(text) else { throw wrong(name, "must " + EmailAddress.expectation(for: text)) }
        return email
    }

    mutating func phone(_ name: String = "phone") throws -> PhoneNumber? {
        guard let text = try rawText(name) else { return nil }
        guard let phone = PhoneNumber(text) else { throw wrong(name, "must " + PhoneNumber.expectation) }
        return phone
    }

    /// One of a role's names; any other text is a role that nobody gives.
    mutating func role(_ name: String = "role") throws -> Role? {
        guard let text = try rawText(name) else { return nil }
        guard let role = Role(rawValue: text) else { throw AccountError.roleNotAllowed }
        return role
    }
}
