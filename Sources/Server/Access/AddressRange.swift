import Marketplace

/// A network as CIDR writes it: `10.0.0.0/8`, `2001:db8::/32`, or a single address.
package struct AddressRange: Sendable, Equatable {
    private let first: NetworkAddress
    /// How many of the IPv6 form's 128 bits all of its addresses share.
    private let prefix: Int

    /// - Returns: Nil when the text is no network, or an address within a network and not the network itself
    ///   (`10.0.0.1/8`): what was meant can't be known.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = NetworkAddress(parts[0]) else { return nil }
        let bits = address.isV4 ? 32 : 128
        var length = bits
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                let number = Int(parts[1]), number <= bits
            else { return nil }
            length = number
        }
        first = address
        prefix = 128 - bits + length
        guard Self.masked(address, prefix) == address else { return nil }
    }

    package func contains(_ address: NetworkAddress) -> Bool { Self.masked(address, prefix) == first }

    private static func masked(_ address: NetworkAddress, _ prefix: Int) -> NetworkAddress {
        NetworkAddress(
            high: prefix >= 64 ? address.high : address.high & ~(UInt64.max >> UInt64(prefix)),
            low: prefix <= 64 ? 0 : address.low & ~(prefix == 128 ? 0 : UInt64.max >> UInt64(prefix - 64)))
    }
}
