import Foundation
import Postgres
import TestSupport
import Testing

@testable import Marketplace

/// Free starts as the database finds them, against a calendar that walks minute by minute.
struct SlotModelTests {
    @Test(arguments: [UInt64](1...60))
    func `free starts are those of a calendar that counts minutes`(seed: UInt64) async throws {
        var generator = PCG64(seed: seed)
        let calendar = NaiveCalendar.random(&generator)
        let minutes = [10, 45, 90, 480].randomElement(using: &generator) ?? 45
        let from = Int.random(in: -1500...9000, using: &generator)
        let window = from..<from + Int.random(in: 1...7200, using: &generator)
        try await SlotDatabase.shared.inTransaction { scene in
            try await scene.store(calendar)
            let found = try await scene.free(minutes, in: window)
            let wanted = calendar.starts(minutes, in: window, now: scene.now)
            #expect(found.starts == wanted.map(\.start), "all starts, seed \(seed)")
            #expect(found.free == wanted.filter { $0.free > 0 }.map { "\($0.start) \($0.free)" }, "seed \(seed)")
            let single = from..<min(from + 300, window.upperBound)
            let possible = try await scene.possible(minutes, in: single)
            #expect(possible == wanted.map(\.start).filter(single.contains), "asked one by one, seed \(seed)")
        }
    }

    @Test(arguments: [UInt64](61...80))
    func `a centre is open when the calendar says so`(seed: UInt64) async throws {
        var generator = PCG64(seed: seed)
        let calendar = NaiveCalendar.random(&generator)
        let from = Int.random(in: -1500...9000, using: &generator)
        let window = from..<from + 5000
        try await SlotDatabase.shared.inTransaction { scene in
            try await scene.store(calendar)
            let open = try await scene.openMinutes(in: window)
            #expect(open == window.filter(calendar.isOpen).count, "seed \(seed)")
        }
    }
}

/// One database for all cases, each in a transaction that is rolled back.
private actor SlotDatabase {
    static let shared = SlotDatabase()

    func inTransaction(_ body: @escaping @Sendable (SlotScene) async throws -> Void) async throws {
        struct Undone: Error {}
        try await withDatabase(.network) { pool in
            do {
                try await pool.withTransaction { transaction in
                    try await body(try await SlotScene(transaction))
                    throw Undone()
                }
            } catch is Undone {}
        }
    }
}

/// A centre of the sample, its week beginning on the Monday before the present day.
private struct SlotScene {
    let connection: PostgresConnection
    let centre: Int64
    let customer: Int64
    let monday: Date
    /// The first minute that isn't over.
    let now: Int

    init(_ connection: PostgresConnection) async throws {
        self.connection = connection
        let rows = try await connection.query(
            """
            SELECT (SELECT min(id) FROM service_providers WHERE status = 'approved'),
                date_trunc('week', now() AT TIME ZONE 'Asia/Kolkata') AT TIME ZONE 'Asia/Kolkata',
                ceil(extract(epoch FROM now() AT TIME ZONE 'Asia/Kolkata'
                    - date_trunc('week', now() AT TIME ZONE 'Asia/Kolkata')) / 60)::bigint
            """)
        (centre, monday, now) = try rows[0].decode(Int64.self, Date.self, Int.self)
        customer = try await connection.query(
            "INSERT INTO users (name, email, role) VALUES ('Someone', 'slots@example.org', 'customer') RETURNING id")[0]
            .decode(Int64.self)
    }

    private func time(_ minute: Int) -> Date { monday + TimeInterval(60 * minute) }

    private func multirange(_ times: [Range<Int>]) -> Query {
        let ranges = times.map { "tstzrange(\(time($0.lowerBound)), \(time($0.upperBound)))" as Query }
        return ranges.isEmpty ? "'{}'::tstzmultirange" : "tstzmultirange(\(ranges.joined(separator: ", ")))"
    }

    func store(_ calendar: NaiveCalendar) async throws {
        let week = "{" + calendar.week.map { "[\($0.lowerBound),\($0.upperBound))" }.joined(separator: ",") + "}"
        try await connection.execute(
            """
            UPDATE service_providers SET open_minutes = \(week)::int4multirange, slot_minutes = \(calendar.slotMinutes),
                technician_buffer_minutes = \(calendar.buffer), technicians = \(calendar.resources.count),
                closed_during = \(multirange(calendar.closures))
            WHERE id = \(centre)
            """)
        for (index, resource) in calendar.resources.enumerated() { try await store(resource, number: index + 1) }
    }

    private func store(_ resource: NaiveCalendar.Resource, number: Int) async throws {
        let id = try await connection.query(
            """
            UPDATE booking_resources SET unavailable = \(multirange(resource.unavailable)),
                retired_at = CASE WHEN \(resource.isRetired) THEN now() END
            WHERE provider_id = \(centre) AND kind = 'technician' AND number = \(number) RETURNING id
            """)[0].decode(Int64.self)
        for (index, time) in resource.taken.enumerated() {
            // Of all kinds that hold a resource, and beside each a hold that is over and one that was called off.
            let status = ["pending", "accepted", "in_progress", "completed", "no_show", "held"][index % 6]
            try await book(id, time, status: status, holdsUntil: 10)
            try await book(id, time.upperBound..<time.upperBound + 30, status: "cancelled", holdsUntil: 10)
        }
        if let last = resource.taken.map(\.upperBound).max() {
            try await book(id, last..<last + 60, status: "held", holdsUntil: -1)
        }
    }

    private func book(_ resource: Int64, _ during: Range<Int>, status: String, holdsUntil minutes: Int32) async throws {
        try await connection.execute(
            """
            INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, scheduled_at, ends_at,
                during, total_paise, hold_expires_at, changed_role)
            VALUES (\(customer), \(centre), \(resource), \(status), 'doorstep', 600001, \(time(during.lowerBound)),
                \(time(during.upperBound)), tstzrange(\(time(during.lowerBound)), \(time(during.upperBound))), 0,
                now() + make_interval(mins => \(minutes)), 'customer')
            """)
    }

    func free(_ minutes: Int, in window: Range<Int>) async throws -> (starts: [Int], free: [String]) {
        let (from, to) = (time(window.lowerBound), time(window.upperBound))
        let starts = try await connection.query(
            "SELECT booking_starts(\(centre), \(Int32(minutes)), \(from), \(to))"
        ).map { self.minute(try $0.decode(Date.self)) }
        let free = try await connection.query(
            """
            SELECT starts_at, ends_at, free
            FROM booking_free_starts(\(centre), 'technician', \(Int32(minutes)), \(from), \(to))
            """
        ).map { row in
            let (start, end, free) = try row.decode(Date.self, Date.self, Int32.self)
            #expect(end.timeIntervalSince(start) == Double(60 * minutes))
            return "\(self.minute(start)) \(free)"
        }
        return (starts, free)
    }

    /// Those minutes at which a repair could begin, each asked for by itself.
    func possible(_ minutes: Int, in window: Range<Int>) async throws -> [Int] {
        try await connection.query(
            """
            SELECT m::bigint FROM generate_series(\(Int32(window.lowerBound)), \(Int32(window.upperBound - 1))) AS m
            WHERE booking_can_start(\(centre), \(Int32(minutes)), \(monday) + m * interval '1 minute') IS NOT FALSE
            ORDER BY m
            """
        ).map { try $0.decode(Int.self) }
    }

    func openMinutes(in window: Range<Int>) async throws -> Int {
        try await connection.query(
            """
            SELECT coalesce(sum(extract(epoch FROM upper(o) - lower(o))) / 60, 0)::bigint
            FROM unnest(booking_open_times(\(centre), \(time(window.lowerBound)), \(time(window.upperBound)))) AS o
            """)[0].decode(Int.self)
    }

    private func minute(_ date: Date) -> Int { Int((date.timeIntervalSince(monday) / 60).rounded()) }
}
