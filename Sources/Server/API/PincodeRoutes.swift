import Hummingbird
import Marketplace
import Matching
import Postgres

struct PincodeRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            .get("/api/pincodes/cells", produces: [.geoJSON, .applicationJson], cells).limited(by: .search),
            .get("/api/pincodes/{pincode}", facts).limited(by: .search),
        ]
    }

    @Sendable func facts(_ request: Request, _ context: PublicContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let text = try context.parameters.require("pincode")
        guard let pincode = Pincode(text) else { throw Problem.invalidPincode("pincode") }
        let facts = try await PincodeFacts.find(pincode, on: pool)
        return Answer.json(capacity: 4096) { $0.write(facts) }
    }

    @Sendable func cells(_ request: Request, _: PublicContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let box = try parameters.box("bbox")
        try parameters.refuseOthers()
        return try await GeoJSONAnswer.respond(to: request, on: pool) {
            "SELECT pincode_cells_geojson(\(box.west), \(box.south), \(box.east), \(box.north))"
        }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ facts: PincodeFacts) {
        object { json in
            json.field("pincode", facts.pincode.description)
            json.field("name", facts.name)
            json.field("name_ta", facts.name_ta)
            json.key("district")
            json.object { json in
                json.field("lgd", facts.district.lgd)
                json.field("name", facts.district.name)
                json.field("name_ta", facts.district.name_ta)
            }
            json.field("state", facts.state)
            json.write(facts.location)
            json.field("spread_km", facts.spread_km, decimals: 1)
            json.field("quality", facts.quality)
            json.field("source", facts.source)
            json.key("offices")
            json.array(facts.offices) { json, office in json.write(office) }
        }
    }

    private mutating func write(_ office: PincodeFacts.Office) {
        object { json in
            json.field("name", office.name)
            json.field("office_type", office.officeType)
            json.field("delivers", office.delivers)
            json.write(office.location)
            json.field("status", office.status)
        }
    }
}
