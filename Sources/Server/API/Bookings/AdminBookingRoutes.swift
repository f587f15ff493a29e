import Hummingbird
import Marketplace
import Matching
import Postgres

/// All bookings, for administrators. Looking is itself written down, since they tell of people.
struct AdminBookingRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            Route(.get, "/api/admin/bookings", for: .admins, produces: [.applicationJson, .csv], list).writtenDown()
        ]
    }

    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let search = try BookingSearch(&parameters)
        try parameters.refuseOthers()
        let page = try await search.shown(to: context.actor, on: pool)
        let cursor = page.next.map { Cursor.text([$0]) }
        if Accepting.wantsTable(request) {
            return Answer.csv(CSVWriter(page.items), name: "bookings", nextCursor: cursor)
        }
        var answer = Answer.json(capacity: 16_384) {
            $0.writePage(page.items, next: cursor) { $0.write($1) }
        }
        answer.headers[.vary] = "Accept"
        return answer
    }
}

extension BookingSearch {
    fileprivate init(_ parameters: inout QueryParameters) throws {
        self.init()
        city = parameters.text("city")
        district = parameters.text("district")
        status = try parameters.optionalChoice("status")
        paymentStatus = try parameters.optionalChoice("payment_status")
        provider = try parameters.id("provider_id")
        from = try parameters.day("from")
        to = try parameters.day("to")
        limit = try parameters.integer("limit", in: 1...100, default: 20)
        before = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
    }
}

extension CSVWriter {
    init(_ bookings: [Booking]) {
        self.init(
            columns: [
                "id", "reference", "status", "payment_status", "customer_id", "customer_name", "customer_phone",
                "provider_id", "center_name", "mode", "pincode", "starts_at", "ends_at", "services", "total_paise",
                "fee_paise", "needs_dispatch", "warranty_of", "created_at",
            ], capacity: 256 * (bookings.count + 1))
        for booking in bookings { row { $0.write(booking) } }
    }

    private mutating func write(_ booking: Booking) {
        number(booking.id)
        text(booking.reference)
        text(booking.status.rawValue)
        text(booking.paymentStatus.rawValue)
        number(booking.customer_id)
        text(booking.customerName)
        text(booking.customerPhone)
        number(booking.provider_id)
        text(booking.center_name)
        text(booking.mode.rawValue)
        text(booking.pincode.description)
        text(Timestamp.text(booking.startsAt))
        text(Timestamp.text(booking.endsAt))
        text(booking.items.map(\.service).joined(separator: " "))
        number(booking.total_paise)
        number(booking.fee_paise)
        flag(booking.needsDispatch)
        number(booking.warrantyOf)
        text(Timestamp.text(booking.createdAt))
    }
}
