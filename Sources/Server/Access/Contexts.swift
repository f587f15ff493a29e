import Hummingbird
import Logging
import Marketplace
import NIOCore

/// What every handler knows of a request whose sender nobody has identified.
package struct PublicContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The peer of the connection; nil where a test speaks without one.
    let peer: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress
    }

    /// The network address that counts as the sender's.
    var clientAddress: String { peer?.ipAddress ?? "unknown" }
}

/// For what everybody may ask, and some are told more: the user is nil when nobody has signed in.
struct VisitorContext: Sendable {
    let request: PublicContext
    let user: SignedInUser?
}

/// For what only people with a session may do: the user is there, and has a role that may.
struct SignedInContext: Sendable {
    let request: PublicContext
    let user: SignedInUser

    var actor: Actor {
        Actor(userID: user.id, role: user.role, address: request.clientAddress, requestID: request.id)
    }
}

extension PublicContext {
    /// For the audit, when nobody is signed in.
    var actor: Actor { Actor(userID: nil, role: nil, address: clientAddress, requestID: id) }

    /// A path's parameter as an id; nil when it isn't a number, and so nobody's id.
    func id(_ name: String = "id") throws -> Int64? {
        let text = try parameters.require(name)
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int64(text)
    }
}
