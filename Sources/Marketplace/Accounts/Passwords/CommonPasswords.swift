import Crypto
import Foundation

/// The passwords that attackers try first; `passwords/README.md` says where they come from.
///
/// The file holds no passwords but the first six bytes of the SHA-256 of each, sorted: an innocent one is taken for
/// a common one once in 10^9 times.
enum CommonPasswords {
    private static let width = 6
    private static let fingerprints: [UInt8] = {
        guard let url = Bundle.module.url(forResource: "common_passwords", withExtension: "bin"),
            let data = try? Data(contentsOf: url), !data.isEmpty, data.count.isMultiple(of: width)
        else { preconditionFailure("the list of common passwords was not installed with the program") }
        return Array(data)
    }()

    static var count: Int { fingerprints.count / width }

    /// - Parameter password: In NFKC; upper and lower case count as the same.
    static func contains(_ password: String) -> Bool {
        let wanted = SHA256.hash(data: Data(password.lowercased().utf8)).prefix(width)
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            let found = fingerprints[middle * width..<(middle + 1) * width]
            if found.elementsEqual(wanted) { return true }
            if found.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return false
    }
}
