/// What a person is to the system.
package enum Role: String, CaseIterable, Sendable, Codable {
    case customer, provider, dispatcher, admin
}

extension Role {
    /// Whether anybody may register with it; the others are made by an administrator.
    package var registersItself: Bool { self == .customer || self == .provider }
}
