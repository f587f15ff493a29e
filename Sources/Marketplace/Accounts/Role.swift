/// What a person is to the system.
package enum Role: String, CaseIterable, Sendable, Codable {
    case customer, provider, dispatcher, admin
}
