import Matching

/// What an owner tells of a centre. Nil where nothing is told: a new centre takes the default, an existing one
/// stays as it is.
package struct ProviderProfile: Sendable {
    package enum Location: Sendable {
        /// Somebody pointed at it.
        case pin(GeoPoint)
        /// The pincode's point stands in for it.
        case pincodeCentroid
    }

    package enum Registration: Sendable {
        case registered(GSTIN)
        case none
    }

    package var center_name: String?
    package var address: String?
    package var city: String?
    /// A name in any spelling that the gazetteer knows, or an LGD code.
    package var district: String?
    package var pincode: Pincode?
    package var location: Location?
    package var phone: CentrePhone?
    package var gst: Registration?
    package var offers: [ServiceOffer]?
    package var hours: WeeklyHours?
    package var benches: Int32?
    package var technicians: Int32?
    /// Starts are offered so far apart.
    package var slotMinutes: Int32?
    /// Kept free after each booking.
    package var benchBufferMinutes: Int32?
    package var technicianBufferMinutes: Int32?

    package init() {}
}

extension ProviderProfile {
    var pin: GeoPoint? {
        if case .pin(let point) = location { point } else { nil }
    }

    var gstin: String? {
        if case .registered(let gstin) = gst { gstin.text } else { nil }
    }
}
