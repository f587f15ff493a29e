import Hummingbird
import Marketplace

/// What becomes of a booking once it is made. Whose which step is, the database knows: it depends on the booking, so
/// everybody who has signed in may ask.
struct BookingStepRoutes: Sendable {
    let bookings: Bookings

    var routes: [Route] {
        [
            Route(.patch, "/api/bookings/{id}/status", for: .everybodySignedIn, move),
            Route(.post, "/api/bookings/{id}/cancel", for: .everybodySignedIn, cancel),
            Route(.post, "/api/bookings/{id}/reschedule", for: .everybodySignedIn, reschedule),
        ]
    }

    @Sendable func move(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let id = try context.booking()
        var fields = try await request.jsonBody()
        let status = try fields.require("status") { try $0.choice($1, BookingStatus.self) }
        let note = try fields.text("note", length: 1...1000)
        try fields.refuseOthers()
        return Answer.json(try await bookings.move(id, to: status, note: note, by: context.actor))
    }

    @Sendable func cancel(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let id = try context.booking()
        var fields = try await request.optionalJSONBody()
        let reason = try fields.text("reason", length: 1...1000)
        try fields.refuseOthers()
        return Answer.json(try await bookings.cancel(id, reason: reason, by: context.actor))
    }

    @Sendable func reschedule(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let id = try context.booking()
        var fields = try await request.jsonBody()
        let start = try fields.require("starts_at") { try $0.time($1) }
        try fields.refuseOthers()
        return Answer.json(try await bookings.reschedule(id, to: start, by: context.actor))
    }
}

extension SignedInContext {
    /// The booking that the path names.
    func booking(_ name: String = "id") throws -> Int64 {
        guard let id = try request.id(name) else { throw BookingError.unknownBooking }
        return id
    }
}

extension Answer {
    static func json(_ story: BookingStory) -> Response {
        json(capacity: 4096) { $0.write(story.booking, history: story.history) }
    }

    static func json(_ page: Page<Booking, Bookings.Position>) -> Response {
        json(capacity: 8192) {
            $0.writePage(page.items, next: page.next.map { Cursor.text([$0.group, $0.key, $0.id]) }) { $0.write($1) }
        }
    }
}

extension Bookings.Position {
    init(cursor: String) throws {
        let numbers = try Cursor.integers(cursor, count: 3)
        self.init(group: numbers[0], key: numbers[1], id: numbers[2])
    }
}
