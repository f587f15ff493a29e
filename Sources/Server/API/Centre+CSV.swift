import Foundation
import Marketplace
import Matching

extension CSVWriter {
    /// Centres as the list of `/api/providers` shows them, the columns named as its members are.
    init(_ centres: [Centre], now: Date) {
        self.init(columns: Self.centreColumns, capacity: 256 * (centres.count + 1))
        for centre in centres { row { $0.write(centre, now: now) } }
    }

    /// Centres as admins see them.
    init(_ records: [ProviderRecord], now: Date) {
        self.init(
            columns: Self.centreColumns + [
                "owner_id", "owner_name", "gstin", "benches", "technicians", "pincode_distance_m", "decided_at",
                "decision_reason", "changed_since_approval", "created_at", "updated_at",
            ], capacity: 512 * (records.count + 1))
        for record in records {
            row { row in
                row.write(record.centre, now: now)
                row.write(record)
            }
        }
    }

    private static let centreColumns = [
        "id", "center_name", "address", "city", "district", "pincode", "phone", "lat", "lng", "location_source",
        "status", "open_now", "is_sample",
    ]

    private mutating func write(_ record: ProviderRecord) {
        number(record.owner?.id)
        text(record.owner?.name)
        text(record.gstin)
        number(record.benches)
        number(record.technicians)
        number(record.pincodeDistance_m, decimals: 1)
        text(record.decidedAt.map(Timestamp.text))
        text(record.decisionReason)
        text(record.changedSinceApproval.joined(separator: " "))
        text(Timestamp.text(record.createdAt))
        text(Timestamp.text(record.updatedAt))
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
