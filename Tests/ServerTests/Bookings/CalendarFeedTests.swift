import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// A centre's bookings as other programs read them.
@Suite(.serialized) struct CalendarFeedTests {
    private func renew(_ server: TestServer, _ centre: Int64, _ owner: Person) async throws -> String {
        let reply = try await server.send(.post, "/api/providers/\(centre)/calendar-feed", as: owner, json: "{}")
        try #require(reply.status == 201, "\(reply.text)")
        let url = try #require(try reply.object()["url"] as? String)
        return String(url[try #require(url.range(of: "/calendars/")).lowerBound...])
    }

    @Test func `a calendar tells of bookings what a centre needs and no more, by the rules of its format`() async throws
    {
        try await withServer { server in
            let (centre, owner) = try await server.ownedCentre(["center_name": "Velan; Sons, \\ Irons"])
            let customer = try await server.person(.customer, name: "R. மீனாட்சிசுந்தரம் Rajan")
            try await server.pool.execute("UPDATE users SET phone = '+919840055777' WHERE id = \(customer.id)")
            let walkIn = try await server.stored(of: customer.id, at: centre, hour: 24, note: "private words")
            let doorstep = try await server.stored(
                of: customer.id, at: centre, hour: 48, mode: "doorstep", status: "accepted")
            let held = try await server.stored(of: customer.id, at: centre, hour: 72, status: "held")
            let address = try await renew(server, centre, owner)
            let reply = try await server.get(address)
            #expect(reply.status == 200 && reply.headers[.contentType] == "text/calendar; charset=utf-8")
            let calendar = try ReadCalendar(reply.text)
            #expect(calendar.name == "Velan; Sons, \\ Irons")
            #expect(calendar.events.map(\.uid) == ["\(walkIn.reference)@istri", "\(doorstep.reference)@istri"])
            let (first, second) = (calendar.events[0], calendar.events[1])
            #expect(first.summary == "மீனாட்சிசுந்தரம் · \(walkIn.reference)")
            #expect(first["STATUS"] == "TENTATIVE" && first["LOCATION"] == nil && first["SEQUENCE"] == "0")
            #expect(second["STATUS"] == "CONFIRMED" && second["LOCATION"] == "7 Mint Street, 2nd floor, 600001")
            #expect(first.end.timeIntervalSince(first.start) == 3600)
            #expect(
                try await server.pool.query("SELECT scheduled_at FROM bookings WHERE id = \(walkIn.id)")[0]
                    .decode(Date.self) == first.start)
            for secret in ["9840055777", "Rajan", "private words", held.reference] {
                #expect(!reply.text.contains(secret), "\(secret)")
            }

            var headers: HTTPFields = [:]
            headers[.ifNoneMatch] = reply.headers[.eTag]
            #expect(try await server.send(.get, address, headers: headers).status == 304)
            try await walkIn.become("accepted")
            let changed = try await server.send(.get, address, headers: headers)
            #expect(changed.status == 200)
            let now = try #require(try ReadCalendar(changed.text).events.first)
            #expect(now["STATUS"] == "CONFIRMED" && now["SEQUENCE"] == "1" && now.uid == first.uid)
            try await walkIn.become("cancelled", by: "customer")
            #expect(try ReadCalendar(await server.get(address).text).events[0]["STATUS"] == "CANCELLED")
        }
    }

    @Test func `of more than a calendar holds the next ones are there`() async throws {
        try await withServer { server in
            let (centre, owner) = try await server.ownedCentre()
            let customer = try await server.person(.customer)
            var references: [String] = []
            for hour in [-96, -72, 24, 48] {
                references.append(try await server.stored(of: customer.id, at: centre, hour: hour).reference)
            }
            let address = try await renew(server, centre, owner)
            let secret = address.dropFirst("/calendars/".count).dropLast(".ics".count)
            let token = try #require(OpaqueToken(secret))
            for (most, expected) in [(2, [2, 3]), (3, [1, 2, 3]), (4, [0, 1, 2, 3])] {
                let feed = try #require(try await CalendarFeed.find(token, most: most, on: server.pool))
                let wanted = expected.map { references[$0] }
                #expect(feed.events.map(\.reference) == wanted)
            }
        }
    }

    @Test func `a new address ends the old one, and none is left after the end`() async throws {
        try await withServer { server in
            let (centre, owner) = try await server.ownedCentre()
            let old = try await renew(server, centre, owner)
            #expect(try await server.get(old).status == 200)
            let new = try await renew(server, centre, owner)
            #expect(old != new && old.utf8.count == "/calendars/".utf8.count + 22 + ".ics".utf8.count)
            try expectProblem(try await server.get(old), 404, "unknown_calendar")
            #expect(try await server.get(new).status == 200)
            let uri = "/api/providers/\(centre)/calendar-feed"
            let stranger = try await server.person(.provider)
            for method in [HTTPRequest.Method.post, .delete] {
                try expectProblem(await server.send(method, uri, as: stranger, json: "{}"), 404, "unknown_provider")
            }
            for _ in 0..<2 { #expect(try await server.send(.delete, uri, as: owner).status == 204) }
            try expectProblem(try await server.get(new), 404, "unknown_calendar")
            for made in ["x", String(repeating: "A", count: 22), "..%2F..%2Fetc"] {
                try expectProblem(try await server.get("/calendars/\(made).ics"), 404, "unknown_calendar")
            }
            let lines = try await server.pool.query(
                "SELECT action FROM audit_log WHERE action LIKE 'calendar_feed.%' ORDER BY id")
            let actions = try lines.map { try $0.decode(String.self) }
            #expect(actions == ["calendar_feed.created", "calendar_feed.created", "calendar_feed.ended"])
        }
    }
}

/// A calendar, read as strictly as RFC 5545 is written, as far as ours goes.
struct ReadCalendar {
    struct Event {
        let properties: [String: String]

        var uid: String { self["UID"] ?? "" }
        var summary: String { self["SUMMARY"] ?? "" }
        let start: Date
        let end: Date

        /// A value of text without its escapes.
        subscript(name: String) -> String? { properties[name].map(ReadCalendar.plain) }
    }

    let name: String
    let events: [Event]

    init(_ text: String) throws {
        let lines = try Self.lines(text)
        try #require(lines.first == "BEGIN:VCALENDAR" && lines.last == "END:VCALENDAR")
        var head: [String: String] = [:]
        var events: [Event] = []
        var event: [String: String]?
        for line in lines.dropFirst().dropLast() {
            let colon = try #require(line.firstIndex(of: ":"), "no name: \(line)")
            let (name, value) = (String(line[..<colon]), String(line[line.index(after: colon)...]))
            switch (name, value) {
            case ("BEGIN", "VEVENT"):
                try #require(event == nil)
                event = [:]
            case ("END", "VEVENT"):
                events.append(try Self.event(try #require(event)))
                event = nil
            case _ where event != nil:
                try #require(event?.updateValue(value, forKey: name) == nil, "\(name) is there twice")
            default: head[name] = value
            }
        }
        try #require(event == nil)
        #expect(head["VERSION"] == "2.0" && head["PRODID"]?.isEmpty == false && head["METHOD"] == "PUBLISH")
        self.name = Self.plain(head["X-WR-CALNAME"] ?? "")
        self.events = events
        #expect(Set(events.map(\.uid)).count == events.count)
    }

    /// Unfolded. By octets: what follows a fold may be a mark that goes with the character before it.
    private static func lines(_ text: String) throws -> [String] {
        var rows: [[UInt8]] = [[]]
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A {
                try #require(index > 0 && bytes[index - 1] == 0x0D, "a line ends without CR")
                rows.append([])
            } else if byte != 0x0D {
                rows[rows.count - 1].append(byte)
                #expect(byte >= 0x20 && byte != 0x7F)
            }
        }
        try #require(rows.removeLast().isEmpty, "the last line has no end")
        var lines: [String] = []
        for row in rows {
            let text = try #require(String(validating: row, as: UTF8.self), "a fold within a character")
            #expect(row.count <= 75, "\(row.count) octets: \(text)")
            if row.first == 0x20 {
                try #require(!lines.isEmpty)
                lines[lines.count - 1] += String(text.unicodeScalars.dropFirst())
            } else {
                lines.append(text)
            }
        }
        return lines
    }

    private static func event(_ properties: [String: String]) throws -> Event {
        for name in ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE"] {
            try #require(properties[name]?.isEmpty == false, "\(name) is missing")
        }
        #expect(["TENTATIVE", "CONFIRMED", "CANCELLED"].contains(properties["STATUS"]))
        _ = try time(properties["DTSTAMP"])
        return Event(
            properties: properties, start: try time(properties["DTSTART"]), end: try time(properties["DTEND"]))
    }

    private static func time(_ text: String?) throws -> Date {
        let text = try #require(text)
        let match = try #require(text.wholeMatch(of: /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/), "\(text) is no time")
        return try #require(
            Timestamp.date("\(match.1)-\(match.2)-\(match.3)T\(match.4):\(match.5):\(match.6)Z"), "\(text)")
    }

    private static func plain(_ text: String) -> String {
        var plain = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                #expect("\\;,nN".contains(character), "\\\(character) is no escape")
                plain.append(character == "n" || character == "N" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                #expect(character != ";" && character != ",", "\(text) has a bare \(character)")
                plain.append(character)
            }
        }
        return plain
    }
}
