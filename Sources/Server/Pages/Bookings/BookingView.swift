import Foundation
import Marketplace
import Matching

/// How pages write a booking.
struct BookingView {
    let formats: Formats
    let catalogue: [RepairService]
    let rules: BookingRules
    let now: Date

    init(_ page: PageContext, catalogue: [RepairService], rules: BookingRules, now: Date = Date()) {
        formats = Formats(page.words)
        self.catalogue = catalogue
        self.rules = rules
        self.now = now
    }

    var words: Words { formats.words }
    private var language: Language { formats.language }

    /// What lists show of each: `id`, `href`, `reference`, `when`, `status`, `mode`, `services`, `total`, `centre`.
    func row(_ booking: Booking) -> [String: Any] {
        var model: [String: Any] = [
            "id": String(booking.id), "href": "/bookings/\(booking.id)", "reference": booking.reference,
            "when": formats.appointment(booking.startsAt), "machine_when": formats.machineTime(booking.startsAt),
            "start": formats.time(booking.startsAt), "end": formats.time(booking.endsAt),
            "status": status(booking), "mode": words.text("bookings.mode_short.\(booking.mode.rawValue)"),
            "services": booking.items.map { service($0.service) }.joined(separator: ", "),
            "total": formats.rupees(paise: booking.total_paise), "pincode": booking.pincode.description,
            "is_doorstep": booking.mode == .doorstep,
        ]
        if let name = booking.center_name { model["centre"] = Named(name, in: language).model }
        if let id = booking.provider_id { model["centre_href"] = "/centres/\(id)" }
        return model
    }

    /// The same with all that stands in it.
    func whole(_ booking: Booking) -> [String: Any] {
        var model = row(booking)
        model["items"] = booking.items.map { item -> [String: Any] in
            var row: [String: Any] = [
                "label": service(item.service), "price": formats.rupees(paise: item.price_paise),
            ]
            if let text = item.description { row["description"] = Named(text, in: language).model }
            return row
        }
        if booking.discount_paise > 0 { model["discount"] = formats.rupees(paise: -booking.discount_paise) }
        if booking.roundOff_paise != 0 { model["rounding"] = formats.rupees(paise: booking.roundOff_paise) }
        if booking.fee_paise > 0 { model["fee"] = formats.rupees(paise: booking.fee_paise) }
        if let notes = booking.notes { model["notes"] = Named(notes, in: language).model }
        if let address = booking.address { model["address"] = Named(address, in: language).model }
        model["customer"] = Named(booking.customerName, in: language).model
        if let phone = booking.customerPhone {
            model["customer_phone"] = ["phone": phone, "shown": formats.phone(phone)]
        }
        model["next_step"] = nextStep(booking)
        if let first = booking.warrantyOf { model["warranty_of"] = "/bookings/\(first)" }
        return model
    }

    /// `label` and `tone`, which the badge's colour follows.
    func status(_ booking: Booking) -> [String: Any] {
        booking.needsDispatch
            ? ["label": words.text("bookings.status.dispatch"), "tone": "pending"] : status(booking.status)
    }

    func status(_ status: BookingStatus) -> [String: Any] {
        ["label": words.text("bookings.status.\(status.rawValue)"), "tone": Self.tones[status] ?? "plain"]
    }

    private static let tones: [BookingStatus: String] = [
        .held: "pending", .pending: "pending", .accepted: "ok", .inProgress: "ok", .completed: "ok",
        .rejected: "rejected", .noShow: "rejected", .expired: "rejected",
    ]

    /// What happens next, for the customer.
    private func nextStep(_ booking: Booking) -> String {
        switch booking.status {
        case .held: return words.text("bookings.next.held", ["time": time(booking.holdExpiresAt)])
        case .pending where booking.needsDispatch: return words.text("bookings.next.dispatch")
        case .pending:
            guard let until = booking.respondBy, until > now else { return words.text("bookings.next.pending_open") }
            return words.text("bookings.next.pending", ["time": formats.dateAndTime(until)])
        case .accepted: return words.text("bookings.next.accepted_\(booking.mode.rawValue)")
        default: return words.text("bookings.next.\(booking.status.rawValue)")
        }
    }

    private func time(_ date: Date?) -> String { date.map(formats.dateAndTime) ?? "" }

    func service(_ name: String) -> String {
        guard let service = catalogue.first(where: { $0.service == name }) else { return name }
        return language == .tamil ? service.name_ta : service.name
    }

    /// Each step with its time and whose it was, the latest first.
    func history(_ steps: [BookingStep]) -> [[String: Any]] {
        zip(steps, [nil] + steps.map(Optional.some)).map { step, before in
            var row: [String: Any] = [
                "at": formats.dateAndTime(step.at), "machine_at": formats.machineTime(step.at),
                "text": text(step, after: before), "by": words.text("bookings.by.\(step.byRole)"),
            ]
            if let note = step.note, !isMove(step, after: before) { row["note"] = Named(note, in: language).model }
            return row
        }.reversed()
    }

    /// Whether only its time is another, and nobody said anything of it: the line notes the time before, for programs.
    private func isMove(_ step: BookingStep, after before: BookingStep?) -> Bool {
        guard let before, step.note?.hasPrefix("moved from ") == true else { return false }
        return before.status == step.status && before.provider_id == step.provider_id
    }

    private func text(_ step: BookingStep, after before: BookingStep?) -> String {
        let time = ["time": formats.appointment(step.startsAt)]
        guard let before else { return words.text("bookings.history.began", time) }
        if before.status != step.status { return words.text("bookings.status.\(step.status.rawValue)") }
        if before.provider_id != step.provider_id {
            return words.text(
                step.provider_id == nil ? "bookings.history.unassigned" : "bookings.history.reassigned")
        }
        return words.text("bookings.history.moved", time)
    }

    // MARK: What a change costs

    /// Until when the customer may cancel or move it free of charge; nil: always.
    func freeUntil(_ startsAt: Date) -> Date? {
        rules.lateFee_paise == 0 ? nil : startsAt.addingTimeInterval(-3600 * Double(rules.freeUntilHours))
    }

    /// What cancelling or moving costs its customer now.
    func fee_paise(_ booking: Booking) -> Int64 {
        guard booking.provider_id != nil, let until = freeUntil(booking.startsAt), now > until else { return 0 }
        return rules.lateFee_paise
    }

    /// Before it is booked.
    func policy(_ startsAt: Date) -> String {
        guard let until = freeUntil(startsAt) else { return words.text("bookings.policy.always") }
        let fee = formats.rupees(paise: rules.lateFee_paise)
        return until > now
            ? words.text("bookings.policy.fee", ["time": formats.dateAndTime(until), "fee": fee])
            : words.text("bookings.policy.late", ["fee": fee])
    }
}
