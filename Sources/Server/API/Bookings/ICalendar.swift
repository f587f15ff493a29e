import Foundation
import Marketplace
import NIOCore

/// A calendar as RFC 5545 writes it.
struct ICalendar {
    private(set) var buffer: ByteBuffer

    /// Octets of a line, its end apart.
    private static let lineLength = 75

    init(_ feed: CalendarFeed) {
        buffer = ByteBufferAllocator().buffer(capacity: 512 * (feed.events.count + 1))
        line("BEGIN", "VCALENDAR")
        line("VERSION", "2.0")
        line("PRODID", "-//Istri//Bookings//EN")
        line("CALSCALE", "GREGORIAN")
        line("METHOD", "PUBLISH")
        line("X-WR-CALNAME", Self.escaped(feed.centreName))
        // How often to look again: RFC 7986, and what is older than that.
        line("REFRESH-INTERVAL;VALUE=DURATION", "PT15M")
        line("X-PUBLISHED-TTL", "PT15M")
        for event in feed.events { write(event) }
        line("END", "VCALENDAR")
    }

    private mutating func write(_ event: CalendarFeed.Event) {
        line("BEGIN", "VEVENT")
        line("UID", "\(event.reference)@istri")
        line("DTSTAMP", Self.time(event.updatedAt))
        line("CREATED", Self.time(event.createdAt))
        line("LAST-MODIFIED", Self.time(event.updatedAt))
        line("SEQUENCE", String(event.sequence))
        line("DTSTART", Self.time(event.startsAt))
        line("DTEND", Self.time(event.endsAt))
        line("STATUS", Self.status(event.status))
        line("SUMMARY", Self.escaped("\(event.customerFirstName) · \(event.reference)"))
        if !event.services.isEmpty { line("DESCRIPTION", Self.escaped(event.services.joined(separator: "\n"))) }
        if let place = event.place { line("LOCATION", Self.escaped(place)) }
        line("CLASS", "PRIVATE")
        line("END", "VEVENT")
    }

    /// Folds what is too long, never within a character.
    private mutating func line(_ name: String, _ value: String) {
        var room = Self.lineLength
        for scalar in "\(name):\(value)".unicodeScalars {
            let length = UTF8.width(scalar)
            if length > room {
                buffer.writeStaticString("\r\n ")
                room = Self.lineLength - 1
            }
            buffer.writeString(String(scalar))
            room -= length
        }
        buffer.writeStaticString("\r\n")
    }

    private static func status(_ status: BookingStatus) -> String {
        switch status {
        case .held, .pending: "TENTATIVE"
        case .accepted, .inProgress, .completed: "CONFIRMED"
        case .rejected, .cancelled, .noShow, .expired: "CANCELLED"
        }
    }

    /// UTC, so that no time zone has to be described.
    private static func time(_ date: Date) -> String { date.formatted(utc) }

    private static let utc = Date.ISO8601FormatStyle(
        dateSeparator: .omitted, dateTimeSeparator: .standard, timeSeparator: .omitted, timeZone: .gmt)

    /// A value of text. Control characters have no place in one, and no way to be written.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                escaped.append("\\")
                escaped.append(scalar)
            case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            case "\t": escaped.append(" ")
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: continue
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
