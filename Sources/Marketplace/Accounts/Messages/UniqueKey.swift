import Crypto
import Foundation

extension String {
    /// In hexadecimal: names an address in a key without showing it.
    var sha256: String {
        SHA256.hash(data: Data(utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
