import Foundation
import Marketplace
import Matching

/// What somebody wants to have repaired at a centre, and when, as the addresses of the steps say it: so a step can be
/// left, kept and come back to, and survives a sign-in. What can't be read is passed over. Where people live and what
/// they write stands in no address; the last step asks for it.
struct BookingWish: Sendable {
    let centre: Int64
    var services: [String] = []
    var mode = BookingMode.walkIn
    /// As it was typed.
    var pincode: String?
    var startsAt: Date?
    /// By which a second click, a second tab and the back button are known to mean the same booking.
    var key = newKey()

    private static let keyLengths = 16...64

    init(centre: Int64) { self.centre = centre }

    init(centre: Int64, _ query: PageQuery) {
        self.centre = centre
        var known: Set<String> = []
        services = query.form.all("service").filter { !$0.isEmpty && known.insert($0).inserted }
        mode = query.choice("mode") ?? .walkIn
        pincode = query.text("pincode")
        startsAt = query.time("starts_at")
        if let key = query.text("key").flatMap(Self.key) { self.key = key }
    }

    /// Nil when it can't be one of ours.
    static func key(_ text: String) -> String? {
        keyLengths.contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? text : nil
    }

    static func newKey() -> String { UUID().uuidString.lowercased() }

    func changed(_ change: (inout BookingWish) -> Void) -> BookingWish {
        var wish = self
        change(&wish)
        return wish
    }

    /// The same at another centre.
    func at(_ centre: Int64) -> BookingWish {
        var wish = BookingWish(centre: centre)
        (wish.services, wish.mode, wish.pincode, wish.key) = (services, mode, pincode, key)
        return wish
    }

    /// All that makes it another booking, with what was chosen at the last step: by this a form that is sent again is
    /// told from one that was changed. Another door is another booking, or the technician would go to the one before.
    func named(_ new: NewBooking) -> String {
        let caller = if case .caller(_, let phone) = new.customer { phone.text } else { "" }
        let time = startsAt.map(Timestamp.text) ?? ""
        let choices = [new.provider_id == nil ? "auto" : "", new.paysFirst ? "pay_first" : "", new.offerCode ?? ""]
        let door = [new.address ?? "", new.location.map { "\($0.lat) \($0.lng)" } ?? ""]
        return ([mode.rawValue, pincode ?? "", time, caller] + choices + door + services).joined(separator: "\n")
    }

    func href(_ step: BookingStepPage, _ further: [(name: String, value: String)] = []) -> String {
        "/centres/\(centre)\(step.path)?" + FormBody(fields + further).encoded
    }

    /// Where somebody begins who knows only so much; without a key, since pages are kept.
    static func startHref(
        _ centre: Int64, service: String? = nil, mode: NearestRequest.Mode = .walkIn, pincode: Pincode? = nil
    ) -> String {
        var fields: [(name: String, value: String)] = []
        if let service { fields.append(("service", service)) }
        if mode == .doorstep { fields.append(("mode", BookingMode.doorstep.rawValue)) }
        if let pincode { fields.append(("pincode", pincode.description)) }
        let path = "/centres/\(centre)" + BookingStepPage.what.path
        return fields.isEmpty ? path : path + "?" + FormBody(fields).encoded
    }

    private var fields: [(name: String, value: String)] {
        var fields = services.map { (name: "service", value: $0) }
        fields.append(("mode", mode.rawValue))
        if let pincode { fields.append(("pincode", pincode)) }
        if let startsAt { fields.append(("starts_at", Timestamp.text(startsAt))) }
        fields.append(("key", key))
        return fields
    }
}

/// The three steps of booking; `bookings.step.<rawValue>` is the name of each, `bookings/<rawValue>` its template.
enum BookingStepPage: String, CaseIterable, Sendable {
    case what, time, confirm

    /// Behind the address of the centre.
    var path: String { self == .what ? "/book" : "/book/\(rawValue)" }

    var template: String { "bookings/\(rawValue)" }
}
