import Foundation
import Postgres

/// Trying again is useless: the job is kept as dead at once.
package struct PermanentFailure: Error {
    let reason: String

    /// - Parameter reason: Is stored and shown to operators: no secrets, no personal data.
    package init(_ reason: String) { self.reason = reason }
}

/// It didn't work this time.
package struct TransientFailure: Error {
    let reason: String
    let retryAfter: Duration?

    /// - Parameters:
    ///   - reason: Is stored and shown to operators: no secrets, no personal data.
    ///   - retryAfter: When whoever refused said so; else the delay grows with each attempt.
    package init(_ reason: String, retryAfter: Duration? = nil) {
        self.reason = reason
        self.retryAfter = retryAfter
    }
}

/// What is stored of an error. Only texts made for it are kept; of other errors the type and an enum's case, for
/// their values may be addresses, codes or what somebody typed.
enum ErrorText {
    static let limit = 500

    static func of(_ error: any Error) -> String {
        switch error {
        case let error as PermanentFailure: clean(error.reason)
        case let error as TransientFailure: clean(error.reason)
        case let error as PostgresError: clean("\(error)")
        case let error as DecodingError: clean("The payload can't be read: \(place(of: error))")
        case is CancellationError: "The work was cancelled."
        default: clean(name(of: error))
        }
    }

    private static func name(of error: any Error) -> String {
        let kind = Swift.type(of: error)
        let type = String(reflecting: kind)
        let mirror = Mirror(reflecting: error)
        guard mirror.displayStyle == .enum else { return type }
        if let child = mirror.children.first { return child.label.map { "\(type).\($0)" } ?? type }
        // Without values there is nothing to hide, but a description of its own may say anything.
        return kind is any CustomStringConvertible.Type ? type : "\(type).\(error)"
    }

    private static func place(of error: DecodingError) -> String {
        let (what, context): (String, DecodingError.Context) =
            switch error {
            case .typeMismatch(_, let context): ("another type", context)
            case .valueNotFound(_, let context): ("no value", context)
            case .keyNotFound(let key, let context): ("no key '\(key.stringValue)'", context)
            case .dataCorrupted(let context): ("a wrong value", context)
            @unknown default: ("", DecodingError.Context(codingPath: [], debugDescription: ""))
            }
        return what + " at '" + context.codingPath.map(\.stringValue).joined(separator: ".") + "'"
    }

    /// One line, without what a terminal or a table can't show.
    static func clean(_ text: String) -> String {
        let line = text.unicodeScalars.map { scalar -> Character in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        return String(String(line).unicodeScalars.prefix(limit))
    }
}
