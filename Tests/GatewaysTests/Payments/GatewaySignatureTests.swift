import Foundation
import Gateways
import Testing

struct GatewaySignatureTests {
    /// By `printf %s '{"event":"payment.captured"}' | openssl dgst -sha256 -hmac secret-1`.
    private let body = Data(#"{"event":"payment.captured"}"#.utf8)
    private let signature = "27b0658951e2219c5ff5cab7a7026e49d1bb651febb0daa48388c4c5bd8ee154"
    /// By `printf %s 'order_1|pay_1' | openssl dgst -sha256 -hmac secret-1`.
    private let checkout = "c6887a6cbba0600d4ebffdd0f2b42e5bfaafbcedcb68ebe6101318b3be1bf260"

    @Test func `a webhook is good when one of the secrets signed it`() {
        #expect(GatewaySignature.isValid(signature, webhook: body, secrets: ["secret-1"]))
        #expect(GatewaySignature.isValid(signature, webhook: body, secrets: ["secret-2", "secret-1"]))
        #expect(GatewaySignature.isValid(signature.uppercased(), webhook: body, secrets: ["secret-1"]))
        #expect(!GatewaySignature.isValid(signature, webhook: body, secrets: ["secret-2"]))
        #expect(!GatewaySignature.isValid(signature, webhook: body, secrets: []))
        #expect(!GatewaySignature.isValid(signature, webhook: body + Data(" ".utf8), secrets: ["secret-1"]))
    }

    @Test func `an empty secret signs nothing`() {
        // By `openssl dgst -sha256 -hmac ''` of nothing.
        let ofNothing = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        #expect(!GatewaySignature.isValid(ofNothing, webhook: Data(), secrets: [""]))
    }

    @Test(arguments: [
        "", "00", "zz", "ä", "27b0658951e2219c5ff5cab7a7026e49d1bb651febb0daa48388c4c5bd8ee15",
        "27b0658951e2219c5ff5cab7a7026e49d1bb651febb0daa48388c4c5bd8ee1540",
        "27b0658951e2219c5ff5cab7a7026e49d1bb651febb0daa48388c4c5bd8ee154\n",
    ])
    func `what isn't a digest is no signature`(text: String) {
        #expect(!GatewaySignature.isValid(text, webhook: body, secrets: ["secret-1"]))
    }

    @Test func `the checkout's signature belongs to one order and one payment`() {
        func isValid(_ order: String, _ payment: String, _ secret: String = "secret-1") -> Bool {
            GatewaySignature.isValid(checkout, orderID: order, paymentID: payment, keySecret: secret)
        }
        #expect(isValid("order_1", "pay_1"))
        #expect(!isValid("order_1", "pay_2"))
        #expect(!isValid("order_2", "pay_1"))
        #expect(!isValid("order_1", "pay_1", "secret-2"))
        #expect(!isValid("order_1", "pay_1", ""))
        #expect(!isValid("", "order_1|pay_1"))
        #expect(!isValid("order_1|pay_1", ""))
    }
}
