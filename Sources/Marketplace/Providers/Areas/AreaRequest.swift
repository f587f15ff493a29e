import Foundation
import Matching
import Postgres

/// A service area as it is asked for.
package struct AreaRequest: Sendable {
    package enum Shape: Sendable {
        /// The union of their cells.
        case pincodes([Pincode])
        /// A city or town of the gazetteer; the district's LGD code, where several are called so.
        case city(String, district_lgd: Int32?)
        case district(lgd: Int32)
        /// The geodesic circle around the centre, cut to the allowed region.
        case radius(km: Double)
        /// As it was drawn, or read from a file.
        case polygon(GivenGeometry)
    }

    package let shape: Shape
    /// Of the body; without parameters, in lower case.
    package let contentType: String
    /// As given.
    package let body: [UInt8]

    package init(_ shape: Shape, contentType: String, body: [UInt8]) {
        self.shape = shape
        self.contentType = contentType
        self.body = body
    }
}

extension AreaRequest {
    /// What is kept of it: the body, as text where it is some, and its type. Under any name it came with, it comes
    /// without.
    func kept() throws -> JSONBytes {
        let text = String(validating: body, as: UTF8.self).flatMap { Self.isPlain($0) ? $0 : nil }
        let (key, value) = text.map { ("text", $0) } ?? ("base64", Data(body).base64EncodedString())
        return JSONBytes(Array(try JSONEncoder().encode(["content_type": contentType, key: value])))
    }

    /// Whether JSON writes it in at most twice its length; NUL, which PostgreSQL can't store, isn't plain either.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }
}
