import Foundation
import HTTPTypes
import Jobs
import Marketplace
import Postgres
import Testing

@testable import Server

/// A centre, whose bookings they are, and those who look after them.
struct BookingGround: Sendable {
    let server: TestServer
    let centre: Int64
    let owner: Person
    let customer: Person
    let dispatcher: Person
    let admin: Person

    init(_ server: TestServer, _ changes: [String: Any] = [:]) async throws {
        self.server = server
        owner = try await server.person(.provider)
        customer = try await server.person(.customer)
        dispatcher = try await server.person(.dispatcher)
        admin = try await server.person(.admin)
        centre = try await server.openCentre(changes, of: owner)
    }

    func person(_ role: String) -> Person {
        switch role {
        case "customer": customer
        case "provider": owner
        case "dispatcher": dispatcher
        default: admin
        }
    }

    func booked(
        _ status: String = "pending", at start: Date = .tomorrow(10), minutes: Int = 30, mode: String = "walk_in",
        rematch: Bool = false, place: (Double, Double)? = nil, centre: Int64? = nil
    ) async throws -> Int64 {
        try await server.booked(
            status, at: start, minutes: minutes, mode: mode, rematch: rematch, place: place,
            centre: centre ?? self.centre, customer: customer.id)
    }

    func move(_ booking: Int64, to status: String, as person: Person, note: String? = nil) async throws -> Reply {
        var body: [String: Any] = ["status": status]
        body["note"] = note
        return try await server.send(.patch, "/api/bookings/\(booking)/status", as: person, json: json(body))
    }

    func reschedule(_ booking: Int64, to start: Date, as person: Person) async throws -> Reply {
        try await server.send(
            .post, "/api/bookings/\(booking)/reschedule", as: person,
            json: json(["starts_at": Timestamp.text(start)]))
    }

    func assign(
        _ booking: Int64, to centre: Int64, at start: Date? = nil, reason: String = "Nearer."
    ) async throws -> Reply {
        var body: [String: Any] = ["provider_id": centre, "reason": reason]
        if let start { body["starts_at"] = Timestamp.text(start) }
        return try await server.send(
            .post, "/api/bookings/\(booking)/assign", as: dispatcher, json: json(body))
    }

    func row(_ booking: Int64) async throws -> BookingRow { try await server.bookingRow(booking) }
}

/// What is stored of a booking.
struct BookingRow: Equatable {
    let status: String
    let provider: Int64?
    let resource: Int64?
    let needsDispatch: Bool
    let start: Date
    let total_paise: Int64
    let fee_paise: Int64
    let isDue: Bool
}

struct BookingPage: Decodable {
    let items: [BookingBody]
    let next_cursor: String?
}

extension TestServer {
    /// An approved centre that is open every day from six to ten in the evening and repairs one thing in half an hour.
    func openCentre(_ changes: [String: Any] = [:], of owner: Person) async throws -> Int64 {
        var body: [String: Any] = [
            "hours": (1...7).map { ["weekday": $0, "opens": "06:00", "closes": "22:00"] as [String: Any] },
            "services": [["service": "heating_element", "price_paise": 45_000, "minutes": 30]],
        ]
        body.merge(changes) { $1 }
        return try await approvedCentre(body, of: owner).id
    }

    /// Stored without asking whether it may be, on a resource that is free then.
    func booked(
        _ status: String, at start: Date, minutes: Int, mode: String, rematch: Bool, place: (Double, Double)?,
        centre: Int64, customer: Int64
    ) async throws -> Int64 {
        try await pool.withTransaction { transaction in
            let rows = try await transaction.query(
                """
                INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, lat, lng,
                    scheduled_at, ends_at, during, total_paise, hold_expires_at, respond_by, rematch, changed_by,
                    changed_role)
                SELECT \(customer), \(centre), booking_take_resource(\(centre), booking_kind(\(mode)), d.during, NULL),
                    \(status), \(mode), 600001, \(place?.0), \(place?.1), \(start),
                    \(start) + make_interval(mins => \(Int32(minutes))), d.during, 45000,
                    CASE WHEN \(status) = 'held' THEN now() + interval '15 minutes' END,
                    CASE WHEN \(status) = 'pending' THEN now() + interval '1 hour' END, \(rematch), \(customer),
                    'customer'
                FROM booking_during(\(centre), booking_kind(\(mode)), \(start), \(Int32(minutes))) AS d (during)
                RETURNING id
                """)
            let id = try rows[0].decode(Int64.self)
            try await transaction.execute(
                """
                INSERT INTO booking_items (booking_id, service, price_paise, minutes)
                VALUES (\(id), 'heating_element', 45000, \(Int32(minutes)))
                """)
            return id
        }
    }

    func bookingRow(_ id: Int64) async throws -> BookingRow {
        let rows = try await pool.query(
            """
            SELECT status, provider_id, resource_id, needs_dispatch, scheduled_at, total_paise, fee_paise,
                respond_by IS NOT NULL
            FROM bookings WHERE id = \(id)
            """)
        let (status, provider, resource, needsDispatch, start, total, fee, isDue) = try rows[0].decode(
            String.self, Int64?.self, Int64?.self, Bool.self, Date.self, Int64.self, Int64.self, Bool.self)
        return BookingRow(
            status: status, provider: provider, resource: resource, needsDispatch: needsDispatch, start: start,
            total_paise: total, fee_paise: fee, isDue: isDue)
    }

    /// How often people are to be told of the booking.
    func told(of booking: Int64) async throws -> Int {
        try await pool.query(
            "SELECT count(*) FROM jobs WHERE kind = 'tell_of_booking' AND (payload->>'bookingID')::bigint = \(booking)"
        )[0].decode(Int.self)
    }

    /// As if the centre had had its time to answer.
    func letTimePass(for booking: Int64) async throws {
        try await pool.execute("UPDATE bookings SET respond_by = now() - interval '1 second' WHERE id = \(booking)")
    }

    /// Has a worker do these jobs until something has come of it.
    func working(
        _ add: (inout JobHandlers) -> Void, until isDone: () async throws -> Bool
    ) async throws {
        var handlers = JobHandlers()
        add(&handlers)
        let worker = JobWorker(connection: connection, handlers: handlers, logger: .test)
        let working = Task { try await worker.run() }
        let deadline = ContinuousClock.now + .seconds(20)
        var done = try await isDone()
        while !done, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
            done = try await isDone()
        }
        working.cancel()
        _ = await working.result
        #expect(done, "nothing came of it")
    }

    /// Leaves nobody for a rematch but the centres of the test.
    func closeSampleCentres() async throws {
        try await pool.withTransaction(statementTimeout: .seconds(60)) {
            try await $0.execute("UPDATE service_providers SET status = 'suspended' WHERE is_sample")
        }
    }
}

extension Date {
    /// A time of the clock in Asia/Kolkata, so many days ahead.
    static func tomorrow(_ hour: Int, _ minute: Int = 0, days: Int = 1) -> Date {
        let offset: TimeInterval = 19_800
        let midnight = ((Date().timeIntervalSince1970 + offset) / 86_400).rounded(.down) * 86_400 - offset
        return Date(timeIntervalSince1970: midnight + Double(days * 86_400 + hour * 3600 + minute * 60))
    }
}
