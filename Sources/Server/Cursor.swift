import Foundation
import Matching

/// A list's position as text that a client hands back unread.
enum Cursor {
    static func text(_ position: CentreList.Position) -> String {
        text("\(position.id) \(position.center_name)")
    }

    /// For lists that are ordered by numbers.
    static func text(_ position: [Int64]) -> String {
        text(position.map(String.init).joined(separator: " "))
    }

    /// For lists that are ordered by times, which the database keeps to the microsecond.
    static func text(time: Date, id: Int64) -> String {
        text([Int64((time.timeIntervalSince1970 * 1_000_000).rounded()), id])
    }

    /// - Throws: `Problem` 422 when it isn't one of ours.
    static func timeAndID(_ text: String) throws -> (time: Date, id: Int64) {
        let numbers = try integers(text, count: 2)
        return (Date(timeIntervalSince1970: Double(numbers[0]) / 1_000_000), numbers[1])
    }

    /// - Throws: `Problem` 422 when it isn't one of ours.
    static func integers(_ text: String, count: Int) throws -> [Int64] {
        let numbers = try plain(text).split(separator: " ", omittingEmptySubsequences: false).map { Int64($0) }
        guard numbers.count == count, case let integers = numbers.compactMap(\.self), integers.count == count else {
            throw notOurs
        }
        return integers
    }

    /// - Throws: `Problem` 422 when it isn't one of ours.
    static func position(_ text: String) throws -> CentreList.Position {
        let parts = try plain(text).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int64(parts[0]) else { throw notOurs }
        return CentreList.Position(center_name: String(parts[1]), id: id)
    }

    private static func text(_ plain: String) -> String {
        Data(plain.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func plain(_ text: String) throws -> String {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = standard + String(repeating: "=", count: (4 - standard.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let plain = String(validating: data, as: UTF8.self),
            !plain.contains("\0")
        else { throw notOurs }
        return plain
    }

    static var notOurs: Problem {
        .invalidParameter("cursor", "'cursor' must be the next_cursor of an earlier answer.")
    }
}
