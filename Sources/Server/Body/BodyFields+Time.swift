import Foundation

extension BodyFields {
    mutating func time(_ name: String) throws -> Date? {
        guard let text = try rawText(name) else { return nil }
        // A browser's field for a time has no offset; it means the clock here.
        let isLocal = isForm && text.utf8.count == 16
        guard let date = Timestamp.date(isLocal ? text + ":00+05:30" : text) else {
            throw wrong(name, "must be a time with its offset, as 2026-11-23T18:00:00+05:30")
        }
        return date
    }
}
