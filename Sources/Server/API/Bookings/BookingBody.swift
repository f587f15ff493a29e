import Foundation
import Marketplace
import Matching

extension NewBooking {
    /// From a body in which all that a booking can't do without must be there. Whoever books for others names whom.
    init(_ fields: inout BodyFields, by user: SignedInUser) throws {
        let customer: Customer =
            user.role == .customer ? .account(user.id) : try fields.require("customer") { try $0.caller($1) }
        self.init(
            customer: customer,
            provider_id: try fields.require("provider_id") { try $0.wantedCentre($1) }.id,
            mode: try fields.require("mode") { try $0.choice($1) },
            pincode: try fields.require("pincode") { try $0.pincode($1) },
            startsAt: try fields.require("starts_at") { try $0.time($1) },
            items: try fields.require("items") { try $0.repairs($1) })
        address = try fields.text("address", length: 1...300)
        location = try fields.door()
        notes = try fields.text("notes", length: 1...1000)
        rematch = try fields.flag("rematch")
        paysFirst = try fields.flag("pay_first") ?? false
        offerCode = try fields.offerCode("offer_code")
        try fields.refuseOthers()
    }
}

extension BodyFields {
    fileprivate struct WantedCentre {
        /// Nil: the best one.
        let id: Int64?
    }

    fileprivate mutating func caller(_ name: String) throws -> NewBooking.Customer? {
        guard var fields = try object(name) else { return nil }
        let caller = NewBooking.Customer.caller(
            name: try fields.require("name") { try $0.line($1, length: 1...200) },
            phone: try fields.require("phone") { try $0.phone($1) })
        try fields.refuseOthers()
        return caller
    }

    /// An id, or the word `auto`.
    fileprivate mutating func wantedCentre(_ name: String) throws -> WantedCentre? {
        switch value(name) {
        case nil: return nil
        case .string("auto"): return WantedCentre(id: nil)
        case .integer(let id) where id > 0: return WantedCentre(id: id)
        case .string(let text) where isForm:
            guard let id = Int64(text), id > 0 else { fallthrough }
            return WantedCentre(id: id)
        default: throw wrong(name, "must be a centre's id, or 'auto'")
        }
    }

    /// What is to be done; the same service may be there for two irons.
    fileprivate mutating func repairs(_ name: String) throws -> [NewBooking.Item]? {
        let items = try objects(name, atMost: 10) { fields in
            NewBooking.Item(
                service: try fields.require("service") { try $0.line($1, length: 1...100) },
                description: try fields.text("description", length: 1...300))
        }
        guard items?.isEmpty != true else { throw wrong(name, "must have 1 item at least") }
        return items
    }

    /// The members `lat` and `lng`: both or none.
    mutating func door() throws -> GeoPoint? {
        let lat = try number("lat", in: 7...15)
        let lng = try number("lng", in: 75...82)
        switch (lat, lng) {
        case (nil, nil): return nil
        case (let lat?, let lng?): return GeoPoint(lat: lat, lng: lng)
        case (nil, _?): throw wrong("lat", "is missing: 'lat' and 'lng' go together")
        case (_?, nil): throw wrong("lng", "is missing: 'lat' and 'lng' go together")
        }
    }
}
