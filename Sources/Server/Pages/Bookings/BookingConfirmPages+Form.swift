import Foundation
import Marketplace
import Matching

/// What the form says.
extension BookingConfirmPages {
    /// What stands for a centre's id where the best one is to be chosen.
    private static let anyCentre = "auto"

    /// What is wrong with it the form then has noted.
    func read(
        _ form: inout FormReader, _ steps: BookingSteps, _ startsAt: Date, _ context: PersonalPageContext
    ) throws -> NewBooking? {
        let wish = steps.wish
        var pincode = steps.centre.pincode
        var address: String?
        var door: GeoPoint?
        if wish.mode == .doorstep {
            guard let own = wish.pincode.flatMap({ Pincode(typed: $0) }) else {
                form.note("pincode", "missing")
                return nil
            }
            pincode = own
            address = try form.require("address") { try $0.text($1, length: 1...300) }
            door = try Self.door(&form)
        }
        let notes = try form.read { try $0.text("notes", length: 1...1000) }
        guard let customer = try Self.customer(&form, context) else { return nil }
        let centre = context.page.form["centre"] == Self.anyCentre ? nil : steps.centre.id
        var new = NewBooking(
            customer: customer, provider_id: centre, mode: wish.mode, pincode: pincode, startsAt: startsAt,
            items: wish.services.map { .init(service: $0) })
        new.address = address
        new.location = door
        new.notes = notes
        new.offerCode = try form.read { try $0.offerCode("offer_code") }
        new.rematch = centre == nil ? true : try form.read { try $0.flag("rematch") } ?? false
        new.paysFirst = asksPayFirst(context) ? try form.read { try $0.flag("pay_first") } ?? false : false
        return new
    }

    /// The customer's door, pointed at on the map or typed; nil where the pincode stands for it.
    private static func door(_ form: inout FormReader) throws -> GeoPoint? {
        if let point = try form.read({ try $0.door() }) { return point }
        guard let typed = try form.read({ try $0.text("digipin", length: 1...20) }) else { return nil }
        guard let digipin = Digipin(typed.filter { !$0.isWhitespace }) else {
            form.note("digipin", "wrong")
            return nil
        }
        return digipin.center
    }

    /// Whoever looks after bookings books for somebody on the phone.
    private static func customer(
        _ form: inout FormReader, _ context: PersonalPageContext
    ) throws -> NewBooking.Customer? {
        guard isForCaller(context) else { return .account(context.user.id) }
        let name = try form.require("customer_name") { try $0.line($1, length: 1...200) }
        let phone = try form.require("customer_phone") { try $0.phone($1) }
        guard let name, let phone else { return nil }
        return .caller(name: name, phone: phone)
    }
}
