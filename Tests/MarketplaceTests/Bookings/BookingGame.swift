import Foundation
import Marketplace
import Matching
import Postgres
import Synchronization
import TestSupport

/// Three centres beside each other, and people who do with their bookings what comes to mind.
struct BookingGame: Sendable {
    enum Move: String, CaseIterable, Comparable {
        case create, pay, accept, reject, start, complete, noShow, cancel, reschedule, assign, timeOut, reassignAll

        static func < (a: Move, b: Move) -> Bool { a.rawValue < b.rawValue }
    }

    /// What an actor was told.
    struct Outcome: Sendable {
        let move: Move
        let isDone: Bool
        let request: String
        /// The line of history that the answer ended in.
        var line: Int64?
        /// Lines of the audit that it must have left.
        var auditLines: ClosedRange<Int>
    }

    let pool: PostgresPool
    let bookings: Bookings
    let centres: [Int64: BookingModel.Centre]
    private let ids: [Int64]
    private let owners: [Int64: Int64]
    private let customers: [Int64]
    private let dispatcher: Int64
    private let admin: Int64
    private let made = Made()
    private let pincode: Pincode
    private let base: Date

    private final class Made: Sendable {
        let ids = Mutex<[Int64]>([])
    }

    init(_ pool: PostgresPool) async throws {
        self.pool = pool
        var rules = BookingRules()
        // Whatever waits has waited too long as soon as the clock looks.
        rules.responseMinutes = 0
        bookings = Bookings(pool: pool, rules: rules)
        var (centres, owners): ([Int64: BookingModel.Centre], [Int64: Int64]) = ([:], [:])
        let kinds: [BookingModel.Centre] = [
            .init(benches: 1, minutes: 30, price_paise: 45_000), .init(benches: 1, minutes: 60, price_paise: 40_000),
            .init(benches: 2, minutes: 30, price_paise: 50_000),
        ]
        for (index, centre) in kinds.enumerated() {
            let owner = try await signedInUser(.provider, on: pool).id
            let id = try await Self.open(centre, index, of: owner, on: pool)
            centres[id] = centre
            owners[id] = owner
        }
        self.centres = centres
        self.owners = owners
        ids = centres.keys.sorted()
        var customers: [Int64] = []
        for _ in 0..<3 { customers.append(try await signedInUser(.customer, on: pool).id) }
        self.customers = customers
        guard let pincode = Pincode("600001") else { preconditionFailure("600001 is a pincode") }
        self.pincode = pincode
        dispatcher = try await signedInUser(.dispatcher, on: pool).id
        admin = try await signedInUser(.admin, on: pool).id
        let midnight = ((Date().timeIntervalSince1970 + 19_800) / 86_400).rounded(.down) * 86_400 - 19_800
        base = Date(timeIntervalSince1970: midnight + 86_400 + 36_000)
    }

    private static func open(
        _ centre: BookingModel.Centre, _ index: Int, of owner: Int64, on pool: PostgresPool
    ) async throws -> Int64 {
        try await pool.withTransaction { transaction in
            let rows = try await transaction.query(
                """
                INSERT INTO service_providers (user_id, center_name, address, city, district_lgd, pincode, phone, lat,
                    lng, location_source, status, open_minutes, benches)
                SELECT \(owner), 'Centre', '12 Mint Street', 'Chennai', p.district_lgd, p.pincode, '+914428521234',
                    p.lat + \(Double(index) * 0.01), p.lng, 'pin', 'approved', '{[0,10080)}', \(Int32(centre.benches))
                FROM pincodes p WHERE p.pincode = 600001 RETURNING id
                """)
            let id = try rows[0].decode(Int64.self)
            try await transaction.execute(
                """
                INSERT INTO provider_services (provider_id, service, price_paise, minutes)
                VALUES (\(id), 'heating_element', \(centre.price_paise), \(Int32(centre.minutes)))
                """)
            return id
        }
    }

    /// Forgets all bookings.
    func clear() async throws {
        made.ids.withLock { $0 = [] }
        for table in ["bookings", "booking_outbox", "jobs"] {
            try await pool.execute("DELETE FROM \(identifier: table)")
        }
    }

    /// One actor's moves, one after the other.
    func play(_ moves: Int, run: Int, actor: Int, seed: UInt64) async throws -> [Outcome] {
        var random = SplitMix64(state: seed &+ UInt64(run) &* 1_000 &+ UInt64(actor))
        var outcomes: [Outcome] = []
        for number in 0..<moves {
            outcomes.append(try await move("run-\(seed)-\(run)-\(actor)-\(number)", &random))
        }
        return outcomes
    }

    private func move(_ request: String, _ random: inout SplitMix64) async throws -> Outcome {
        let booking = made.ids.withLock { $0.randomElement(using: &random) }
        let drawn = Int.random(in: 0..<38, using: &random)
        guard let booking, drawn >= 7 else { return try await create(request, &random) }
        let isOwner = Bool.random(using: &random)
        let centre = ids[Int.random(in: 0..<ids.count, using: &random)]
        let byCentre = isOwner ? actor(owners[centre], .provider, request) : actor(admin, .admin, request)
        let customer = actor(customers.randomElement(using: &random), .customer, request)
        let start = base + 1800 * Double.random(in: 0..<5, using: &random).rounded(.down)
        switch drawn {
        case 7...8: return try await pay(booking, request)
        case 9...12:
            return try await step(.accept, request) {
                try await bookings.move(booking, to: .accepted, note: nil, by: byCentre)
            }
        case 13...16:
            return try await step(.reject, request) {
                try await bookings.move(booking, to: .rejected, note: "no", by: byCentre)
            }
        // Few come so far.
        case 17, 32...34:
            return try await step(.start, request) {
                try await bookings.move(booking, to: .inProgress, note: nil, by: byCentre)
            }
        case 18, 35...37:
            return try await step(.complete, request) {
                try await bookings.move(booking, to: .completed, note: nil, by: byCentre)
            }
        case 19:
            return try await step(.noShow, request) {
                try await bookings.move(booking, to: .noShow, note: nil, by: byCentre)
            }
        case 20...21:
            return try await step(.cancel, request) { try await bookings.cancel(booking, reason: nil, by: customer) }
        case 22...25:
            let who = isOwner ? customer : byCentre
            return try await step(.reschedule, request, auditLines: 0...1) {
                try await bookings.reschedule(booking, to: start, by: who)
            }
        case 26...28:
            return try await step(.assign, request, auditLines: 0...1) {
                try await bookings.assign(
                    booking, to: centre, reason: "so", by: actor(dispatcher, .dispatcher, request))
            }
        case 29...30:
            try await bookings.timeOut()
            return Outcome(move: .timeOut, isDone: true, request: request, auditLines: 0...0)
        default:
            let result = try await bookings.reassignAll(
                of: centre, reason: "so", note: nil, by: actor(dispatcher, .dispatcher, request))
            let lines = result.passedOn + result.needsDispatch
            return Outcome(move: .reassignAll, isDone: lines > 0, request: request, auditLines: lines...lines)
        }
    }

    private func actor(_ user: Int64?, _ role: Role, _ request: String) -> Actor {
        Actor(userID: user, role: role, address: nil, requestID: request)
    }

    private func step(
        _ move: Move, _ request: String, auditLines: ClosedRange<Int> = 1...1, _ body: () async throws -> BookingStory
    ) async throws -> Outcome {
        do {
            let story = try await body()
            guard let last = story.history.last, last.status == story.booking.status,
                last.provider_id == story.booking.provider_id, last.startsAt == story.booking.startsAt
            else { throw BrokenStory(request: request) }
            return Outcome(move: move, isDone: true, request: request, line: last.id, auditLines: auditLines)
        } catch is BookingError {
            return Outcome(move: move, isDone: false, request: request, auditLines: 0...0)
        }
    }

    /// The answer's last line of history isn't the booking that it shows.
    struct BrokenStory: Error { let request: String }

    private func pay(_ booking: Int64, _ request: String) async throws -> Outcome {
        let paid = try await pool.execute(
            """
            UPDATE bookings SET status = 'pending', respond_by = now(), changed_by = NULL, changed_role = 'system'
            WHERE id = \(booking) AND status = 'held' AND hold_expires_at > now()
            """)
        return Outcome(move: .pay, isDone: paid == 1, request: request, auditLines: 0...0)
    }

    /// One in four names no centre.
    private func create(_ request: String, _ random: inout SplitMix64) async throws -> Outcome {
        let centre = Int.random(in: 0..<4, using: &random)
        let start = base + 1800 * Double.random(in: 0..<5, using: &random).rounded(.down)
        let customer = customers[Int.random(in: 0..<customers.count, using: &random)]
        var new = NewBooking(
            customer: .account(customer), provider_id: centre < ids.count ? ids[centre] : nil, mode: .walkIn,
            pincode: pincode, startsAt: start, items: [.init(service: "heating_element")])
        new.rematch = Bool.random(using: &random)
        new.paysFirst = Int.random(in: 0..<3, using: &random) == 0
        let hold_s = Double.random(in: 0..<0.05, using: &random)
        do {
            let made = try await insert(new, hold_s: hold_s, by: actor(customer, .customer, request))
            remember(made.booking.id)
            return Outcome(
                move: .create, isDone: true, request: request, line: made.history.last?.id, auditLines: 1...1)
        } catch is BookingError {
            return Outcome(move: .create, isDone: false, request: request, auditLines: 0...0)
        }
    }

    /// - Parameter hold_s: How long its time is held, if it is.
    private func insert(_ new: NewBooking, hold_s: Double, by actor: Actor) async throws -> Bookings.Made {
        try await pool.withRetriedTransaction { transaction in
            let made = try await bookings.create(new, by: actor, on: transaction)
            try await transaction.execute(
                """
                UPDATE bookings SET hold_expires_at = now() + make_interval(secs => \(hold_s))
                WHERE id = \(made.booking.id) AND status = 'held'
                """)
            return made
        }
    }

    private func remember(_ id: Int64) { made.ids.withLock { $0.append(id) } }
}
