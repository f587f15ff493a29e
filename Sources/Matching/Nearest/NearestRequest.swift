/// A question for the nearest centres.
package struct NearestRequest: Sendable {
    package enum Origin: Sendable {
        case pincode(Pincode)
        case point(GeoPoint)
    }

    package enum Mode: String, CaseIterable, Sendable {
        /// The customer brings the iron to the centre: any approved centre.
        case walkIn = "walk_in"
        /// The centre comes to the customer: only those whose service area covers the origin.
        case doorstep
    }

    package let origin: Origin
    /// How many centres at most, 1-50.
    package var limit: Int
    package var mode: Mode
    /// Only centres that offer this service.
    package var service: String?
    /// Only centres no farther away.
    package var radius_m: Double?

    package init(
        _ origin: Origin, limit: Int = 10, mode: Mode = .walkIn, service: String? = nil, radius_m: Double? = nil
    ) {
        self.origin = origin
        self.limit = limit
        self.mode = mode
        self.service = service
        self.radius_m = radius_m
    }
}
