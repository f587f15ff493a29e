import Foundation

extension BodyFields {
    mutating func time(_ name: String) throws -> Date? {
        guard let text = try rawText(name) else { return nil }
        guard let date = Timestamp.date(text) else {
            throw wrong(name, "must be a time with its offset, as 2026-11-23T18:00:00+05:30")
        }
        return date
    }
}
