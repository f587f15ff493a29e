import Marketplace
import NIOCore

/// Where a request came from, as far as it can be believed.
struct Sender: Sendable, Equatable {
    /// Nil where no network lies between: a Unix socket, a test without a connection.
    let address: NetworkAddress?
    /// Whether nobody on the way could read or change the request: TLS up to us, or up to a proxy that we trust.
    let isSecure: Bool
}

extension NetworkAddress {
    /// - Returns: Nil for a Unix socket.
    init?(_ address: SocketAddress) {
        // By the layout of sockaddr_in and sockaddr_in6: family, port, [flow,] address, the latter two in network order.
        switch address {
        case .v4:
            self = address.withSockAddr { pointer, _ in
                let bytes = UnsafeRawPointer(pointer)
                return NetworkAddress(v4: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
            }
        case .v6:
            self = address.withSockAddr { pointer, _ in
                let bytes = UnsafeRawPointer(pointer)
                return NetworkAddress(
                    high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
            }
        case .unixDomainSocket: return nil
        }
    }
}
