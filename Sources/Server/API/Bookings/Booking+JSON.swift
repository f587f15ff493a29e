import Marketplace
import Matching

extension JSONWriter {
    /// - Parameter history: Nil where lists leave it out.
    package mutating func write(_ booking: Booking, history: [BookingStep]? = nil) {
        object { json in
            json.writeMembers(of: booking)
            if let history {
                json.key("history")
                json.array(history) { json, step in json.write(step) }
            }
        }
    }

    mutating func writeMembers(of booking: Booking) {
        field("id", booking.id)
        field("reference", booking.reference)
        field("status", booking.status.rawValue)
        field("payment_status", booking.paymentStatus.rawValue)
        field("customer_id", booking.customer_id)
        field("customer_name", booking.customerName)
        field("customer_phone", booking.customerPhone)
        field("provider_id", booking.provider_id)
        field("center_name", booking.center_name)
        field("mode", booking.mode.rawValue)
        field("pincode", booking.pincode.description)
        field("address", booking.address)
        if let location = booking.location { write(location) }
        field("starts_at", booking.startsAt)
        field("ends_at", booking.endsAt)
        key("items")
        array(booking.items) { json, item in
            json.object { json in
                json.field("service", item.service)
                json.field("description", item.description)
                json.field("price_paise", item.price_paise)
                json.field("minutes", item.minutes)
            }
        }
        field("discount_paise", booking.discount_paise)
        field("round_off_paise", booking.roundOff_paise)
        field("total_paise", booking.total_paise)
        field("fee_paise", booking.fee_paise)
        field("notes", booking.notes)
        if booking.status == .held { field("hold_expires_at", booking.holdExpiresAt) }
        if booking.status == .pending { field("respond_by", booking.respondBy) }
        field("rematch", booking.rematch)
        field("needs_dispatch", booking.needsDispatch)
        field("warranty_of", booking.warrantyOf)
        field("created_at", booking.createdAt)
        field("updated_at", booking.updatedAt)
    }

    /// A line of a booking's history, with what its feed needs besides.
    mutating func write(_ step: BookingStep) {
        object { json in
            json.field("id", step.id)
            json.field("status", step.status.rawValue)
            json.field("at", step.at)
            json.field("by", step.byUser)
            json.field("by_role", step.byRole)
            json.field("provider_id", step.provider_id)
            json.field("starts_at", step.startsAt)
            json.field("note", step.note)
        }
    }
}
