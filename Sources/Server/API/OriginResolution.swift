import Marketplace
import Matching
import Postgres

/// An origin as it was given, with what an answer shows of it.
package struct ResolvedOrigin: Sendable {
    let given: OriginParameter
    package let request: NearestRequest.Origin
    /// The place that a name was taken for, and the others that it may mean.
    package var place: Place?
    var alternatives: [Place] = []

    /// How many alternatives to a place are shown.
    private static let alternativesLimit = 5

    /// - Throws: `MatchingError.unknownPlace`, `Problem` when the place's name is none.
    package static func resolve(_ given: OriginParameter, on pool: PostgresPool) async throws -> ResolvedOrigin {
        switch given {
        case .pincode(let pincode): return ResolvedOrigin(given: given, request: .pincode(pincode))
        case .point(let point): return ResolvedOrigin(given: given, request: .point(point))
        case .digipin(let digipin): return ResolvedOrigin(given: given, request: .point(digipin.center))
        case .place(let text):
            let found = try await named(text, on: pool)
            guard let best = found.first else { throw MatchingError.unknownPlace(text) }
            return ResolvedOrigin(
                given: given, request: .point(best.location), place: best, alternatives: Array(found.dropFirst()))
        }
    }

    private static func named(_ text: String, on pool: PostgresPool) async throws -> [Place] {
        do {
            return try await places(matching: text, limit: 1 + alternativesLimit, on: pool)
        } catch let error as PlaceSearchError {
            throw ErrorResponses.problem(for: error, field: "place")
        }
    }
}

extension ResolvedOrigin {
    /// Where the search counts, because nobody comes to the door; nil when somebody does, or when that wasn't asked.
    func missed(by answer: NearestAnswer, to request: NearestRequest) -> MissedPlace? {
        request.mode == .doorstep && answer.centres.isEmpty ? missedPlace : nil
    }

    /// Where a search from here counts that found nobody.
    var missedPlace: MissedPlace {
        switch given {
        case .pincode(let pincode): return .pincode(pincode)
        case .point(let point): return .point(point)
        case .digipin(let digipin): return .point(digipin.center)
        case .place:
            if let place { return .pincode(place.pincode) }
            preconditionFailure("a place's name is an origin only when a place was found")
        }
    }
}

extension JSONWriter {
    mutating func write(_ origin: ResolvedOrigin, _ facts: NearestAnswer.Origin) {
        object { json in
            switch origin.given {
            case .pincode(let pincode):
                json.field("kind", "pincode")
                json.field("pincode", pincode.description)
            case .point: json.field("kind", "point")
            case .digipin(let digipin):
                json.field("kind", "digipin")
                json.field("digipin", digipin.description)
            case .place: json.field("kind", "place")
            }
            if let place = origin.place {
                json.field("pincode", place.pincode.description)
                json.field("name", place.label)
                json.field("name_ta", place.label_ta)
                json.field("district", place.district.name)
            } else if let name = facts.name {
                json.field("name", name)
                json.field("district", facts.district)
            }
            json.write(facts.location)
            if let spread_km = facts.spread_km { json.field("spread_km", spread_km, decimals: 1) }
            guard origin.place != nil else { return }
            json.key("alternatives")
            json.array(origin.alternatives) { json, place in json.object { $0.writeMembers(of: place) } }
        }
    }
}
