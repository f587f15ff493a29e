import Foundation
import Matching

/// A list's position as text that a client hands back unread.
enum Cursor {
    static func text(_ position: CentreList.Position) -> String {
        let plain = "\(position.id) \(position.center_name)"
        return Data(plain.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// - Throws: `Problem` 422 when it isn't one of ours.
    static func position(_ text: String) throws -> CentreList.Position {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = standard + String(repeating: "=", count: (4 - standard.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let plain = String(validating: data, as: UTF8.self),
            !plain.contains("\0"),
            case let parts = plain.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false),
            parts.count == 2, let id = Int64(parts[0])
        else {
            throw Problem.invalidParameter("cursor", "'cursor' must be the next_cursor of an earlier answer.")
        }
        return CentreList.Position(center_name: String(parts[1]), id: id)
    }
}
