import Hummingbird
import Marketplace

/// When centres can be booked.
struct SlotRoutes: Sendable {
    let bookings: Bookings

    var routes: [Route] {
        [.get("/api/providers/{id}/slots", slots).limited(by: .search)]
    }

    @Sendable func slots(_ request: Request, _ context: PublicContext) async throws -> Response {
        var parameters = try QueryParameters(request, repeatable: ["service"])
        guard let id = try context.id() else { throw BookingError.unknownProvider }
        var question = Bookings.SlotQuestion(provider_id: id)
        question.fromDay = try parameters.day("from")
        question.days = Int32(try parameters.integer("days", in: 1...14, default: 7))
        question.mode = try parameters.choice("mode", default: .walkIn)
        question.services = try parameters.texts("service", atMost: 10)
        try parameters.refuseOthers()
        let slots = try await bookings.slots(question)
        return Answer.json(capacity: 16384) { json in
            json.object { json in
                json.key("items")
                json.array(slots) { json, slot in
                    json.object { json in
                        json.field("starts_at", slot.startsAt)
                        json.field("ends_at", slot.endsAt)
                        json.field("free", slot.free)
                    }
                }
            }
        }
    }
}
