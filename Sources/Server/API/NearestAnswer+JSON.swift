import Foundation
import Matching

extension JSONWriter {
    /// The answer of `/api/providers/nearest`.
    package mutating func write(
        _ answer: NearestAnswer, to request: NearestRequest, from origin: ResolvedOrigin, now: Date,
        excluded: [ExcludedCentre]? = nil
    ) {
        object { json in
            json.key("origin")
            json.write(origin, answer.origin)
            json.field("covered", answer.coverageCount > 0)
            json.field("coverage_count", answer.coverageCount)
            json.key("items")
            json.array(answer.centres) { json, centre in
                json.object { json in
                    json.writeMembers(of: centre, now: now)
                    if excluded != nil { json.writeReasons(for: centre, request) }
                }
            }
            if let excluded { json.write(excluded) }
        }
    }

    private mutating func writeMembers(of centre: NearestAnswer.Centre, now: Date) {
        field("id", centre.id)
        field("center_name", centre.center_name)
        field("address", centre.address)
        field("city", centre.city)
        field("district", centre.district)
        field("pincode", centre.pincode.description)
        field("phone", centre.phone)
        write(centre.location)
        field("distance_m", centre.distance_m, decimals: 1)
        field("covers", centre.covers)
        field("open_now", centre.opening.isOpen(at: now))
        field("is_sample", centre.isSample)
    }

    private mutating func writeReasons(for centre: NearestAnswer.Centre, _ request: NearestRequest) {
        var reasons = ["approved", "among_nearest"]
        if request.radius_m != nil { reasons.append("within_radius") }
        if request.service != nil { reasons.append("offers_service") }
        if centre.covers { reasons.append("covers_origin") }
        key("reasons")
        array(reasons) { $0.value($1) }
    }

    private mutating func write(_ excluded: [ExcludedCentre]) {
        key("excluded")
        array(excluded) { json, centre in
            json.object { json in
                json.field("id", centre.id)
                json.field("center_name", centre.center_name)
                json.field("distance_m", centre.distance_m, decimals: 1)
                json.field("reason", centre.reason)
            }
        }
    }
}
