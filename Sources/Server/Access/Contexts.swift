import HTTPTypes
import Hummingbird
import Logging
import Marketplace
import NIOCore

/// What every handler knows of a request whose sender nobody has identified.
package struct PublicContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Where the request came from: at first what the connection says, then what the front door makes of it.
    var sender: Sender
    let trace = RequestTrace()

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        sender = Sender(address: source.channel.remoteAddress.flatMap { NetworkAddress($0) }, isSecure: false)
    }

    /// The network address that counts as the sender's: behind trusted proxies the one that they saw.
    var clientAddress: String { sender.address?.description ?? "unknown" }

    mutating func adopt(requestID: String) { logger[metadataKey: "hb.request.id"] = .string(requestID) }

    /// Whether it was https all the way up to us, or up to a proxy that we trust.
    var isSecure: Bool { sender.isSecure }
}

extension PublicContext {
    /// `https://istri.example`, as whoever asks knows us.
    func origin(of request: Request) -> String {
        (isSecure ? "https" : "http") + "://" + (request.head.authority ?? "localhost")
    }
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

    /// With the path's parameters as the text that they mean.
    ///
    /// - Throws: `Problem` 400 when one of them is not percent-encoded UTF-8.
    func decodingParameters() throws -> PublicContext {
        var context = self
        for (name, value) in parameters where !value.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "%") }) {
            guard let text = PercentDecoding.text(value.utf8, plusIsSpace: false) else {
                throw Problem(.badRequest, "invalid_encoding", "The address is not percent-encoded UTF-8 text.")
            }
            context.coreContext.parameters[name] = text[...]
        }
        return context
    }

    /// A path's parameter as an id; nil when it isn't a number, and so nobody's id.
    func id(_ name: String = "id") throws -> Int64? {
        let text = try parameters.require(name)
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int64(text)
    }
}
