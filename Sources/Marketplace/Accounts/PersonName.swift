import Foundation

/// A person's name as they write it: 1 to 200 characters in any script, of which none is invisible.
package struct PersonName: Sendable, Hashable {
    package let text: String

    package static let expectation = "must have 1 to 200 characters, and no control characters"

    package init?(_ text: String) {
        let name = text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard (1...200).contains(name.count), name.utf8.count <= 1600,
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        self.text = name
    }
}
