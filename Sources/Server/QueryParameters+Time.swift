import Foundation

extension QueryParameters {
    /// A moment that is not in the future, or nil when the parameter is absent. A `+` that was sent as it is, and so
    /// means a space, counts as the one of the offset.
    ///
    /// - Throws: `Problem` 422 when it is none.
    mutating func pastTime(_ name: String) throws -> Date? {
        guard let text = text(name) else { return nil }
        guard let time = Timestamp.date(text.replacing(" ", with: "+")) else {
            throw Problem.invalidParameter(
                name, "'\(name)' must be a time with its offset, as 2026-11-23T18:00:00+05:30.")
        }
        guard time <= Date() else { throw Problem.invalidParameter(name, "'\(name)' must be in the past.") }
        return time
    }
}
