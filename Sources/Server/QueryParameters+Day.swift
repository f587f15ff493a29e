import Foundation

extension QueryParameters {
    /// A day of the calendar, as 2026-11-23, or nil when the parameter is absent.
    mutating func day(_ name: String) throws -> String? {
        guard let text = text(name) else { return nil }
        let form = Date.ISO8601FormatStyle().year().month().day()
        // Foundation's reader takes the 30th of February for the 2nd of March.
        guard text.utf8.count == 10, let date = try? form.parse(text), date.formatted(form) == text, text >= "1900"
        else {
            throw Problem.invalidParameter(name, "'\(name)' must be a day as 2026-11-23.")
        }
        return text
    }

    /// An id, or nil when the parameter is absent.
    mutating func id(_ name: String) throws -> Int64? {
        guard let text = text(name) else { return nil }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let id = Int64(text)
        else {
            throw Problem.invalidParameter(name, "'\(name)' must be an id, a whole number.")
        }
        return id
    }
}
