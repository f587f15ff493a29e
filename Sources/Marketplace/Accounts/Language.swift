/// A language that people read us in.
package enum Language: String, CaseIterable, Sendable, Codable {
    case english = "en"
    case tamil = "ta"
}
