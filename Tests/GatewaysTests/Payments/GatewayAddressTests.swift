import Gateways
import Testing

/// The keys go where the address says, so few are taken.
struct GatewayAddressTests {
    @Test(arguments: [
        ("https://api.razorpay.com", false), ("https://api.razorpay.com/", false),
        ("https://api.razorpay.com:443", false), ("http://127.0.0.1:8090", true), ("http://localhost:8090/", true),
        ("http://[::1]:8090", true),
    ])
    func `the gateway itself and this machine are taken`(text: String, isLoopback: Bool) throws {
        let address = try #require(GatewayAddress(text))
        #expect(address.isLoopback == isLoopback)
        #expect(!address.origin.hasSuffix("/"))
        #expect(isLoopback || address == .live)
    }

    @Test(arguments: [
        "", "api.razorpay.com", "http://api.razorpay.com", "https://api.razorpay.com:444",
        "https://api.razorpay.com.example.org", "https://example.org", "https://user@api.razorpay.com",
        "https://api.razorpay.com@example.org", "http://127.0.0.1@example.org", "http://127.0.0.1:8090/v1",
        "https://api.razorpay.com?x=1", "https://api.razorpay.com#x", "ftp://127.0.0.1", "http://10.0.0.1",
        "http://127.0.0.1.example.org", "file:///etc/passwd",
    ])
    func `no other place is`(text: String) {
        #expect(GatewayAddress(text) == nil)
    }
}
