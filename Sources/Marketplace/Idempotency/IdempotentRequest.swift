import Crypto
import Foundation

/// A request that may be sent again, and then has the first answer: whose it is, under which key, and what it asks.
package struct IdempotentRequest: Sendable {
    let user_id: Int64
    let key: String
    /// SHA-256 of method, path and body.
    let hash: [UInt8]

    /// - Parameter key: 1 to 255 visible ASCII characters.
    package init(user_id: Int64, key: String, method: String, path: String, body: some DataProtocol) {
        self.user_id = user_id
        self.key = key
        var hash = SHA256()
        // Neither of the two holds a line break.
        hash.update(data: Data("\(method)\n\(path)\n".utf8))
        hash.update(data: body)
        self.hash = Array(hash.finalize())
    }
}

/// An answer as it is kept for who asks again.
package struct StoredAnswer: Sendable, Equatable {
    package let status: Int
    package let location: String?
    package let body: [UInt8]

    package init(status: Int, location: String? = nil, body: [UInt8]) {
        self.status = status
        self.location = location
        self.body = body
    }

    /// Those that another try may well change aren't kept: who isn't signed in may sign in, who was too quick may wait.
    var isKept: Bool { (200..<500).contains(status) && ![401, 429].contains(status) }
}

package enum IdempotencyError: Error, Sendable {
    /// The first request with this key isn't answered yet.
    case inFlight
    /// The key was used for another request.
    case keyReused
}
