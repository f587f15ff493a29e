import Crypto
import Foundation
import Matching
import NIOCore

/// A tile as it is sent, kept while it is right.
package struct KeptTile: Sendable {
    let body: ByteBuffer
    let isCompressed: Bool
    /// Of the tile, not of its compressed form, which says the same: a weak one (RFC 9110, 8.8.1).
    let tag: String

    init(_ bytes: [UInt8], compressing: Bool) {
        let packed = compressing ? Gzip.compress(bytes) : nil
        body = packed ?? ByteBuffer(bytes: bytes)
        isCompressed = packed != nil
        tag = Data(SHA256.hash(data: bytes).prefix(12)).base64EncodedString()
    }
}
