import HTTPTypes
import Marketplace
import Testing

@testable import Server

/// Whose word counts on where a request came from.
struct TrustedProxiesTests {
    private let proxies = TrustedProxies(
        ["127.0.0.1", "10.0.0.0/8", "2001:db8:ffff::/48"].map { AddressRange($0)! })

    private func address(
        _ headers: [(HTTPField.Name, String)], from peer: String? = "10.1.1.1", _ proxies: TrustedProxies? = nil
    ) -> String? {
        var fields = HTTPFields()
        for (name, value) in headers { fields.append(HTTPField(name: name, value: value)) }
        let peer = peer.flatMap { NetworkAddress($0) }
        return (proxies ?? self.proxies).sender(fields, peer: peer, isTLS: false).address?.description
    }

    @Test func `from anybody else the headers don't count`() {
        let headers: [(HTTPField.Name, String)] = [
            (.xForwardedFor, "203.0.113.7"), (.forwarded, "for=203.0.113.7;proto=https"), (.xForwardedProto, "https"),
        ]
        #expect(address(headers, from: "192.0.2.1") == "192.0.2.1")
        #expect(address(headers, from: "11.0.0.1") == "11.0.0.1")
        #expect(address(headers, from: "2001:db8:fffe::1") == "2001:db8:fffe::1")
        #expect(address(headers, from: "127.0.0.1", TrustedProxies()) == "127.0.0.1")
        #expect(address(headers, from: nil) == nil)
    }

    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7"),
        // What the sender made up stands left of what the proxies saw.
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("10.9.9.9, 203.0.113.7, 10.2.2.2, 10.3.3.3", "203.0.113.7"),
        ("127.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("2001:db8::7", "2001:db8::7"), ("[2001:db8::7]:4711", "2001:db8::7"), ("203.0.113.7:4711", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"), ("203.0.113.7,2001:db8:ffff::1", "203.0.113.7"),
        // All of it our own.
        ("10.4.4.4, 10.2.2.2", "10.4.4.4"),
        // What is no address ends what is certain.
        ("203.0.113.7, unknown", "10.1.1.1"), ("203.0.113.7, unknown, 10.2.2.2", "10.2.2.2"), ("", "10.1.1.1"),
        (",", "10.1.1.1"), ("203.0.113.7,", "10.1.1.1"), ("203.0.113.7 198.51.100.1", "10.1.1.1"),
        ("1e3.0.0.1", "10.1.1.1"), ("'; DROP TABLE users", "10.1.1.1"),
    ])
    func `the right-most hop that isn't ours counts`(header: String, expected: String) {
        #expect(address([(.xForwardedFor, header)]) == expected)
    }

    @Test func `headers in several lines are one list`() {
        #expect(
            address([(.xForwardedFor, "198.51.100.1"), (.xForwardedFor, "203.0.113.7"), (.xForwardedFor, "10.2.2.2")])
                == "203.0.113.7")
    }

    @Test(arguments: [
        ("for=203.0.113.7", "203.0.113.7"), ("For=\"[2001:db8::7]:4711\";proto=https;by=10.0.0.1", "2001:db8::7"),
        ("for=198.51.100.1, for=203.0.113.7;host=a, for=10.2.2.2", "203.0.113.7"),
        ("proto=https ; for = \"203.0.113.7:80\"", "203.0.113.7"), ("for=\"203.0.113.7:_port\"", "203.0.113.7"),
        ("for=unknown", "10.1.1.1"), ("for=_hidden, for=10.2.2.2", "10.2.2.2"), ("by=203.0.113.7", "10.1.1.1"),
        ("for=\"203.0.113.7", "10.1.1.1"),
        // A sender's open quotation must not swallow what the proxy adds.
        ("for=198.51.100.1;a=\", for=203.0.113.7", "10.1.1.1"),
        ("for=198.51.100.1;a=\", for=\"[2001:db8::7]\"", "10.1.1.1"),
        ("for=198.51.100.1;a=\"\\, for=\"[2001:db8::7]\"", "10.1.1.1"),
        ("for=198.51.100.1;a=\"x,y\", for=203.0.113.7", "203.0.113.7"),
    ])
    func `the standard's own header is read as it is written`(header: String, expected: String) {
        #expect(address([(.forwarded, header)]) == expected)
    }

    @Test func `when both headers are there they must agree`() {
        #expect(address([(.xForwardedFor, "203.0.113.7"), (.forwarded, "for=203.0.113.7")]) == "203.0.113.7")
        // One of them is the sender's own, and nobody knows which.
        #expect(address([(.xForwardedFor, "203.0.113.7"), (.forwarded, "for=198.51.100.1")]) == "10.1.1.1")
    }

    @Test func `a header of any length is read in bounded time`() {
        let long = String(repeating: "10.2.2.2,", count: 2_000) + "10.2.2.2"
        #expect(address([(.xForwardedFor, "203.0.113.7," + long)]) == "10.2.2.2")
        #expect(address([(.forwarded, String(repeating: "\"", count: 10_001))]) == "10.1.1.1")
    }

    @Test func `https counts when the proxies say so, all of them that say anything`() {
        func isSecure(_ headers: HTTPFields, from peer: String = "10.1.1.1", isTLS: Bool = false) -> Bool {
            proxies.sender(headers, peer: NetworkAddress(peer), isTLS: isTLS).isSecure
        }
        #expect(isSecure([.xForwardedProto: "https"]))
        #expect(isSecure([.xForwardedProto: "HTTPS"]))
        #expect(isSecure([.forwarded: "for=203.0.113.7;proto=https"]))
        #expect(!isSecure([.xForwardedProto: "https"], from: "192.0.2.1"))
        #expect(!isSecure([.xForwardedProto: "http"], isTLS: true))
        #expect(!isSecure([.xForwardedProto: "https, http"]))
        #expect(!isSecure([.xForwardedProto: "https", .forwarded: "for=203.0.113.7;proto=http"]))
        #expect(!isSecure([.xForwardedProto: ""]))
        #expect(!isSecure([:]))
        #expect(isSecure([:], isTLS: true))
        #expect(isSecure([.xForwardedProto: "http"], from: "192.0.2.1", isTLS: true))
    }
}

struct AddressRangeTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", "11.0.0.0"), ("192.0.2.128/25", "192.0.2.255", "192.0.2.127"),
        ("192.0.2.1", "192.0.2.1", "192.0.2.2"), ("0.0.0.0/0", "255.255.255.255", "::1"),
        ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"),
        ("2001:db8::/65", "2001:db8::7fff:0:0:1", "2001:db8::8000:0:0:1"),
        ("::1", "::1", "::2"), ("::/0", "ffff::1", ""), ("2001:db8:0:1::/64", "2001:db8:0:1::9", "2001:db8:0:2::9"),
    ])
    func `a network has its own addresses and no others`(text: String, inside: String, outside: String) throws {
        let range = try #require(AddressRange(text))
        #expect(range.contains(try #require(NetworkAddress(inside))))
        if let outside = NetworkAddress(outside) { #expect(!range.contains(outside)) }
    }

    @Test(arguments: [
        "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "::/129",
        "2001:db8::1/32", "proxy.example.org", "10.0.0.0/8 ", "*", "10.0.0.0/99999999999999999999",
    ])
    func `what isn't a network is refused`(text: String) { #expect(AddressRange(text) == nil) }
}
