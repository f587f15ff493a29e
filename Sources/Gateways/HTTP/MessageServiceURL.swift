import Foundation

/// Where a gateway takes messages: over https, or on this machine. Keys and numbers go there with each of them.
package struct MessageServiceURL: Sendable, Equatable {
    /// Without a slash at its end.
    package let text: String

    /// Nil unless the text is such an address, without user, query and fragment.
    package init?(_ text: String) {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty, parts.user == nil,
            parts.query == nil, parts.fragment == nil,
            parts.scheme == "https"
                || parts.scheme == "http" && ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
        else { return nil }
        self.text = text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}

/// A key that no description shows.
package struct HiddenText: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    package let value: String

    package init(_ value: String) { self.value = value }

    package var description: String { "(hidden)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
