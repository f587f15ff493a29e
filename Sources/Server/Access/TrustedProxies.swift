import HTTPTypes
import Marketplace

/// The proxies in front of us whose word counts on where a request came from. From anybody else the headers
/// `X-Forwarded-For`, `X-Forwarded-Proto` and `Forwarded` are the sender's own invention and are not looked at.
package struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]
    /// A chain of proxies is never longer; what lies further left in a header isn't looked at.
    private static let mostHops = 32

    package init(_ ranges: [AddressRange] = []) { self.ranges = ranges }

    /// - Parameters:
    ///   - peer: The other end of the connection; nil when it has no address, and then it isn't a trusted proxy.
    ///   - isTLS: Whether the connection itself is.
    func sender(_ headers: HTTPFields, peer: NetworkAddress?, isTLS: Bool) -> Sender {
        guard !ranges.isEmpty, let peer, isTrusted(peer) else { return Sender(address: peer, isSecure: isTLS) }
        return Sender(address: address(headers, peer), isSecure: isSecure(headers) ?? isTLS)
    }

    /// The id that a proxy of ours gave the request, so that its log and ours can be read together. Nil from anybody
    /// else, who could make two requests look like one.
    func requestID(_ headers: HTTPFields, peer: NetworkAddress?) -> String? {
        guard !ranges.isEmpty, let peer, isTrusted(peer), let id = headers[.requestID],
            (1...128).contains(id.utf8.count)
        else { return nil }
        let allowed = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return allowed ? id : nil
    }

    /// A proxy adds to one of the two headers and may hand on the other as the sender wrote it: when they don't agree,
    /// neither is believed, and the request counts as the proxy's own.
    private func address(_ headers: HTTPFields, _ peer: NetworkAddress) -> NetworkAddress {
        let forwarded = ForwardedHeader.elements(headers)
        let named = headers[.xForwardedFor].map { Self.listed($0).map { ForwardedHeader.node($0) } }
        let first = named.map { client($0, peer) }
        let second = forwarded.map { client($0.map(\.client), peer) }
        guard let first, let second else { return first ?? second ?? peer }
        return first == second ? first : peer
    }

    /// The right-most address that isn't a trusted proxy's: whatever stands left of it, its owner may have made up.
    /// Where something stands that is no address, the last proxy known before it is all that is certain.
    private func client(_ hops: [NetworkAddress?], _ peer: NetworkAddress) -> NetworkAddress {
        var last = peer
        for hop in hops.suffix(Self.mostHops).reversed() {
            guard let hop else { return last }
            last = hop
            if !isTrusted(hop) { return hop }
        }
        return last
    }

    /// Nil when the proxies say nothing of it. Every one that says something must say https.
    private func isSecure(_ headers: HTTPFields) -> Bool? {
        let schemes =
            (headers[.xForwardedProto].map { Self.listed($0).map { $0.lowercased() } } ?? [])
            + (ForwardedHeader.elements(headers) ?? []).compactMap(\.scheme)
        return schemes.isEmpty ? nil : schemes.allSatisfy { $0 == "https" }
    }

    private func isTrusted(_ address: NetworkAddress) -> Bool { ranges.contains { $0.contains(address) } }

    private static func listed(_ header: String) -> [String] {
        header.split(separator: ",", omittingEmptySubsequences: false).map { ForwardedHeader.trimmed($0) }
    }
}

extension HTTPField.Name {
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let xForwardedProto = HTTPField.Name("X-Forwarded-Proto")!
    static let forwarded = HTTPField.Name("Forwarded")!
}
