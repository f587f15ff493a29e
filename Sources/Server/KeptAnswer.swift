import Marketplace
import NIOCore

/// What a node keeps while it is right: the body of an API's answer, or what pages are made of.
package struct KeptAnswer: Sendable {
    let value: any Sendable
}

/// An answer's body, kept while it is right.
struct KeptBody: Sendable {
    let bytes: ByteBuffer
    /// When it says that nobody was found: where. Counts each time that it is given.
    let missed: MissedPlace?

    init(_ bytes: ByteBuffer, missed: MissedPlace? = nil) {
        self.bytes = bytes
        self.missed = missed
    }
}
