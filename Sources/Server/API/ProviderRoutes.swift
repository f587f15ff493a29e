import Foundation
import Hummingbird
import Matching
import NIOCore
import Postgres

/// Centres as anybody may see them.
struct ProviderRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            .get("/api/providers", list),
            .get("/api/providers/{id}", detail),
            .get("/api/providers/{id}/service-area", produces: [.geoJSON, .applicationJson], serviceArea),
        ]
    }

    @Sendable func list(_ request: Request, _: PublicContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        var list = CentreList()
        list.city = parameters.text("city")
        list.district = parameters.text("district")
        list.pincode = try parameters.text("pincode").map { text in
            guard let pincode = Pincode(text) else { throw Problem.invalidPincode("pincode") }
            return pincode
        }
        list.q = parameters.text("q")
        list.service = parameters.text("service")
        list.limit = try parameters.integer("limit", in: 1...100, default: 20)
        list.after = try parameters.text("cursor").map(Cursor.position)
        try parameters.refuseOthers()
        let (centres, next) = try await list.page(on: pool)
        let now = Date()
        return Answer.json(capacity: 8192) { json in
            json.object { json in
                json.key("items")
                json.array(centres) { json, centre in json.object { $0.writeMembers(of: centre, now: now) } }
                json.field("next_cursor", next.map(Cursor.text))
            }
        }
    }

    @Sendable func detail(_ request: Request, _ context: PublicContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let detail = try await CentreDetail.find(try id(context), on: pool)
        return Answer.json(capacity: 2048) { $0.write(detail, now: Date()) }
    }

    @Sendable func serviceArea(_ request: Request, _ context: PublicContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let id = try id(context)
        let (name, geojson) = try await CentreDetail.serviceArea(of: id, on: pool)
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.field("type", "Feature")
            json.key("properties")
            json.object { json in
                json.field("id", id)
                json.field("center_name", name)
            }
            json.key("geometry")
            if let geojson { json.raw(geojson) } else { json.null() }
        }
        let type = Accepting.choose(request, from: [.geoJSON, .applicationJson]) ?? .geoJSON
        var answer = Answer.bytes(json.buffer, type: type.description)
        answer.headers[.vary] = "Accept"
        return answer
    }

    /// What isn't a number is nobody's id.
    private func id(_ context: PublicContext) throws -> Int64 {
        let text = try context.parameters.require("id")
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let id = Int64(text)
        else { throw MatchingError.unknownCentre(0) }
        return id
    }
}

extension JSONWriter {
    fileprivate mutating func writeMembers(of centre: Centre, now: Date) {
        field("id", centre.id)
        field("center_name", centre.center_name)
        field("address", centre.address)
        field("city", centre.city)
        field("district", centre.district)
        field("pincode", centre.pincode.description)
        field("phone", centre.phone)
        write(centre.location)
        field("location_source", centre.locationSource)
        field("status", centre.status)
        field("open_now", centre.hours.isOpen(at: now))
        field("is_sample", centre.isSample)
    }

    fileprivate mutating func write(_ detail: CentreDetail, now: Date) {
        object { json in
            json.writeMembers(of: detail.centre, now: now)
            json.key("services")
            json.array(detail.offers) { json, offer in
                json.object { json in
                    json.field("service", offer.service.service)
                    json.field("name", offer.service.name)
                    json.field("name_ta", offer.service.name_ta)
                    json.field("price_paise", offer.price_paise)
                    json.field("minutes", offer.minutes)
                }
            }
            json.key("hours")
            json.array(detail.centre.hours.days) { json, day in
                json.object { json in
                    json.field("weekday", day.weekday)
                    json.field("opens", day.opens)
                    json.field("closes", day.closes)
                }
            }
        }
    }
}
