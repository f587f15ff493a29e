import Testing

@testable import Marketplace

struct NetworkAddressTests {
    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7"), ("::ffff:203.0.113.7", "203.0.113.7"), ("2001:DB8:0::1", "2001:db8::1"),
        ("::1", "::1"), ("::", "::"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
    ])
    func `an address is read and written in its usual form`(text: String, written: String) {
        #expect(NetworkAddress(text)?.description == written)
    }

    @Test(arguments: [
        "", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4:80", "[::1]", "::1%lo",
        "1.2.3.4 ", "::1\0", "1.2.3.4/8", "::ffff:1.2.3.4.5", "g::1", String(repeating: "1", count: 10_000),
    ])
    func `what isn't an address is refused`(text: String) { #expect(NetworkAddress(text) == nil) }

    @Test func `an IPv6 address counts as its network of 64 bits, an IPv4 address as itself`() {
        let one = NetworkAddress("2001:db8:1:2::1")!
        #expect(one.counted == NetworkAddress("2001:db8:1:2:ffff::9")!.counted)
        #expect(one.counted != NetworkAddress("2001:db8:1:3::1")!.counted)
        #expect(NetworkAddress("203.0.113.7")!.counted != NetworkAddress("203.0.113.8")!.counted)
    }

    @Test func `loopback is known in each of its forms`() {
        for text in ["127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"] {
            #expect(NetworkAddress(text)!.isLoopback, "\(text)")
        }
        for text in ["126.0.0.1", "128.0.0.1", "::2", "::", "7f00::1", "10.0.0.127"] {
            #expect(!NetworkAddress(text)!.isLoopback, "\(text)")
        }
    }
}
