import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

extension JSONWriter {
    /// A centre in a list.
    mutating func writeMembers(of centre: Centre, now: Date) {
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
        field("open_now", centre.opening.isOpen(at: now))
        field("is_sample", centre.isSample)
    }

    /// What its owner and admins see besides.
    mutating func writeMembers(of record: ProviderRecord) {
        key("owner")
        if let owner = record.owner {
            object { json in
                json.field("id", owner.id)
                json.field("name", owner.name)
            }
        } else {
            null()
        }
        field("gstin", record.gstin)
        field("benches", record.benches)
        field("technicians", record.technicians)
        field("slot_minutes", record.slotMinutes)
        field("bench_buffer_minutes", record.benchBufferMinutes)
        field("technician_buffer_minutes", record.technicianBufferMinutes)
        key("pincode_distance_m")
        if let distance_m = record.pincodeDistance_m { value(distance_m, decimals: 1) } else { null() }
        field("decided_at", record.decidedAt)
        field("decision_reason", record.decisionReason)
        key("changed_since_approval")
        array(record.changedSinceApproval) { $0.value($1) }
        field("created_at", record.createdAt)
        field("updated_at", record.updatedAt)
        field("etag", "\"\(record.tag)\"")
    }

    /// - Parameters:
    ///   - record: Nil for visitors.
    ///   - outlook: Nil for answers that leave it out.
    mutating func write(
        _ detail: CentreDetail, _ record: ProviderRecord?, outlook: CentreOutlook? = nil, now: Date
    ) {
        object { json in
            json.writeMembers(of: detail.centre, now: now)
            json.write(detail.offers)
            json.write(detail.centre.opening.hours)
            json.write(detail.centre.opening.closed, now: now)
            if let outlook { json.writeMembers(of: outlook) }
            if let record { json.writeMembers(of: record) }
        }
    }

    private mutating func writeMembers(of outlook: CentreOutlook) {
        field("next_free_at", outlook.nextFreeAt)
        key("rating")
        guard let rating = outlook.rating else { return null() }
        object { json in
            json.field("average", rating.average, decimals: 2)
            json.field("reviews", rating.reviews)
        }
    }

    /// The member `hours`.
    mutating func write(_ hours: WeeklyHours) {
        key("hours")
        array(hours.days) { json, day in
            json.object { json in
                json.field("weekday", day.weekday)
                json.field("opens", day.opens)
                json.field("closes", day.closes)
            }
        }
    }

    private mutating func write(_ offers: [CentreDetail.Offer]) {
        key("services")
        array(offers) { json, offer in
            json.object { json in
                json.field("service", offer.service.service)
                json.field("name", offer.service.name)
                json.field("name_ta", offer.service.name_ta)
                json.field("price_paise", offer.price_paise)
                json.field("minutes", offer.minutes)
            }
        }
    }

    /// The member `closures`: those that are not over, without their reasons, closures that touch as one.
    private mutating func write(_ closed: ClosedTimes, now: Date) {
        key("closures")
        array(closed.ranges.filter { $0.upperBound > now }) { json, time in
            json.object { json in
                json.field("from", time.lowerBound)
                json.field("to", time.upperBound)
            }
        }
    }
}

extension Response {
    /// With the tag of a centre that whoever asks may decide on or change.
    func tagged(_ record: ProviderRecord?) -> Response {
        var answer = self
        answer.headers[.eTag] = record.map { "\"\($0.tag)\"" }
        return answer
    }
}
