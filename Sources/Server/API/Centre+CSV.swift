import Foundation
import Matching

extension CSVWriter {
    /// Centres as the list of `/api/providers` shows them, the columns named as its members are.
    init(_ centres: [Centre], now: Date) {
        self.init(
            columns: [
                "id", "center_name", "address", "city", "district", "pincode", "phone", "lat", "lng",
                "location_source", "status", "open_now", "is_sample",
            ], capacity: 256 * (centres.count + 1))
        for centre in centres { row { $0.write(centre, now: now) } }
    }

    private mutating func write(_ centre: Centre, now: Date) {
        number(centre.id)
        text(centre.center_name)
        text(centre.address)
        text(centre.city)
        text(centre.district)
        text(centre.pincode.description)
        text(centre.phone)
        number(centre.location.lat, decimals: 7)
        number(centre.location.lng, decimals: 7)
        text(centre.locationSource)
        text(centre.status)
        flag(centre.opening.isOpen(at: now))
        flag(centre.isSample)
    }
}
