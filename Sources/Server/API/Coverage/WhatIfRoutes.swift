import Hummingbird
import Marketplace
import Matching
import NIOCore
import Postgres

/// What would become of the coverage.
struct WhatIfRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [Route(.post, "/api/coverage/what-if", for: .dispatchers, whatIf).changingNothing()]
    }

    @Sendable func whatIf(_ request: Request, _: SignedInContext) async throws -> Response {
        var fields = try await request.jsonBodyWithGeometry(atMost: WhatIf.mostChanges, limit: Self.bodyLimit)
        let changes = try WhatIf.changes(from: &fields)
        let answer = try await WhatIf(changes).answer(on: pool)
        return Answer.json(capacity: 8192) { $0.write(answer) }
    }

    /// Two geometries of the greatest length, or twenty of the usual.
    private static let bodyLimit = 2 * GeometryLimits.bytes + (16 << 10)
}

extension WhatIf {
    private enum Action: String, CaseIterable {
        case add, remove, replace
    }

    /// From a body as `POST /api/coverage/what-if` takes it, for the command line.
    ///
    /// - Throws: An error that `ErrorResponses.reasonForPeople` explains.
    package init(json: [UInt8]) throws {
        var fields = try Request.fieldsWithGeometry(in: ByteBuffer(bytes: json), atMost: Self.mostChanges)
        self.init(try Self.changes(from: &fields))
    }

    /// The member `changes` of a body that has no other.
    ///
    /// - Throws: `Problem` 422.
    static func changes(from fields: inout BodyFields) throws -> [Change] {
        let changes = try fields.require("changes") { fields, name in
            try fields.objects(name, atMost: mostChanges) { try change(from: &$0) }
        }
        guard !changes.isEmpty else { throw fields.wrong("changes", "must have at least one change") }
        try fields.refuseOthers()
        return changes
    }

    private static func change(from fields: inout BodyFields) throws -> Change {
        let action = try fields.require("action") { try $0.choice($1, Action.self) }
        let provider = try fields.integer("provider_id", in: 1...Int64.max)
        switch action {
        case .add: return .add(try ground(from: &fields), provider: provider)
        case .remove:
            guard let provider else { throw fields.wrong("provider_id", "is missing") }
            return .remove(provider: provider)
        case .replace:
            guard let provider else { throw fields.wrong("provider_id", "is missing") }
            return .replace(provider: provider, try ground(from: &fields))
        }
    }

    /// A geometry, or else a circle.
    private static func ground(from fields: inout BodyFields) throws -> Ground {
        if let geometry = try fields.geometry() {
            let srid = try fields.srid()
            do {
                return .drawn(try GeometryGate.read(geometry, srid: srid))
            } catch let refusal as GeometryRefusal {
                throw Problem.invalidGeometry(fields.path("geometry"), refusal.message, refusal.reason)
            }
        }
        let centre = try fields.middle()
        return .circle(centre, radius_km: try fields.require("radius_km") { try $0.number($1, in: 0.001...75) })
    }
}

extension JSONWriter {
    package mutating func write(_ answer: WhatIfAnswer) {
        object { json in
            json.key("before")
            json.write(answer, \.before)
            json.key("after")
            json.write(answer, \.after)
            json.key("delta")
            json.write(answer, \.delta)
            json.key("gained")
            json.array(answer.gained) { $0.value($1.description) }
            json.key("lost")
            json.array(answer.lost) { $0.value($1.description) }
            json.writeOverlapping(answer)
        }
    }

    private mutating func writeOverlapping(_ answer: WhatIfAnswer) {
        key("overlapping_centres")
        guard let total = answer.overlappingTotal else {
            null()
            key("overlapping_centres_total")
            return null()
        }
        array(answer.overlapping) { json, centre in
            json.object { json in
                json.field("id", centre.id)
                json.field("center_name", centre.name)
            }
        }
        field("overlapping_centres_total", total)
    }

    private mutating func write(_ answer: WhatIfAnswer, _ side: KeyPath<WhatIfAnswer.Row, WhatIfAnswer.Amounts>) {
        object { json in
            json.key("state")
            json.object { $0.writeMembers(of: answer.state[keyPath: side]) }
            json.key("districts")
            json.array(answer.districts) { json, district in
                json.object { json in
                    if let lgd = district.lgd { json.field("lgd", lgd) }
                    json.field("name", district.name)
                    json.field("name_ta", district.name_ta)
                    json.writeMembers(of: district[keyPath: side])
                }
            }
        }
    }

    private mutating func writeMembers(of amounts: WhatIfAnswer.Amounts) {
        field("covered_pincodes", amounts.coveredPincodes)
        field("covered_km2", amounts.covered_km2, decimals: 3)
        field("covered_demand", amounts.coveredDemand)
    }
}
