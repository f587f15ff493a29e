import Foundation
import Postgres

/// An event as its subscribers get it.
package struct AnnouncedEvent: Sendable {
    package let id: Int64
    /// The kind's name.
    package let kind: String
    package let entityID: Int64
    package let at: Date
    private let payload: [UInt8]

    init(_ row: PostgresRow) throws {
        let (id, kind, entityID, at, payload) = try row.decode(
            Int64.self, String.self, Int64.self, Date.self, JSONBytes.self)
        (self.id, self.kind, self.entityID, self.at, self.payload) = (id, kind, entityID, at, payload.bytes)
    }

    /// - Throws: `DecodingError` when it is of another shape.
    package func payload<Payload: Decodable>(as _: Payload.Type = Payload.self) throws -> Payload {
        try JSONDecoder().decode(Payload.self, from: Data(payload))
    }
}
