import Marketplace
import NIOCore

/// An answer's body, kept while it is right.
package struct KeptBody: Sendable {
    package let bytes: ByteBuffer
    /// When it says that nobody was found: where. Counts each time that it is given.
    let missed: MissedPlace?

    init(_ bytes: ByteBuffer, missed: MissedPlace? = nil) {
        self.bytes = bytes
        self.missed = missed
    }
}
