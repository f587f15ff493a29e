import Foundation

/// What one committed statement changed in the network, as the database announces it on the channel
/// `istri_network` (see `sql/functions/network_notify.sql` for the payload).
package enum NetworkChange: Sendable, Equatable {
    /// These centres changed, and nothing else did.
    case centres([CentreChange])
    /// Too much changed to name it, or nobody knows what did.
    case everything

    package static let channel = "istri_network"

    /// A payload that can't be understood (a newer node's, say) counts as a change of everything.
    package init(payload: String) {
        guard let message = try? JSONDecoder().decode(Message.self, from: Data(payload.utf8)),
            let changes = message.changes
        else {
            self = .everything
            return
        }
        self = .centres(changes.map(CentreChange.init))
    }
}

package struct CentreChange: Sendable, Equatable {
    package let id: Int64
    /// Where the centre was and is, when that, its approval or its services changed.
    package let points: [GeoPoint]
    /// Encloses the service areas whose effect changed.
    package let box: GeoBox?

    package init(id: Int64, points: [GeoPoint], box: GeoBox?) {
        self.id = id
        self.points = points
        self.box = box
    }

    fileprivate init(_ message: Message.Change) {
        id = message.id
        points = (message.points ?? []).compactMap { $0.count == 2 ? GeoPoint(lat: $0[1], lng: $0[0]) : nil }
        box = message.box.flatMap { $0.count == 4 ? GeoBox(west: $0[0], south: $0[1], east: $0[2], north: $0[3]) : nil }
    }
}

private struct Message: Decodable {
    struct Change: Decodable {
        let id: Int64
        let points: [[Double]]?
        let box: [Double]?
    }
    let changes: [Change]?
}
