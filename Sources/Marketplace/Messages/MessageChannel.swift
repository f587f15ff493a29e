/// A way to tell somebody something.
package enum MessageChannel: String, CaseIterable, Sendable, Codable {
    /// In their account.
    case inbox
    case email, sms
    case whatsApp = "whatsapp"
}

/// What a message is about, which decides whether it may be sent.
package enum MessageCategory: String, CaseIterable, Sendable, Codable {
    /// Somebody's own affairs.
    case service
    /// Offers: only for those who agreed, and only by day.
    case promotional
}
