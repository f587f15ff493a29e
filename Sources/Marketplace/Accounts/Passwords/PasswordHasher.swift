import Crypto
import Foundation

/// Hashes passwords with bcrypt, off the threads that answer requests.
///
/// bcrypt looks at 72 bytes at most and stops at a NUL, so it is given an HMAC-SHA-384 of the password instead,
/// in 64 characters of base64. The HMAC's key is no secret; it makes the digest useless against lists of plain ones.
package struct PasswordHasher: Sendable {
    /// The logarithm of the rounds.
    package let cost: Int
    private let threads: HashingThreads
    /// A setting of each cost up to the present one, whose hashes are thrown away. The last is for accounts that don't
    /// exist. A hash of cost c that is older takes as long as that with those of c, c+1, ... besides: each doubles.
    private let decoys: [String]
    private static let leastCost = 4

    /// - Parameters:
    ///   - cost: From 4 to 17; below 10 is for tests alone.
    ///   - threads: How many hashes run at a time.
    ///   - queueLimit: How many more may wait.
    ///   - patience: How long one may wait.
    package init(
        cost: Int = 12, threads: Int = Self.defaultThreads, queueLimit: Int = 64, patience: Duration = .seconds(30)
    ) {
        decoys = (Self.leastCost...cost).map { cost in
            guard let decoy = Bcrypt.setting(cost: cost) else { preconditionFailure("no bcrypt of cost \(cost)") }
            return decoy
        }
        self.cost = cost
        self.threads = HashingThreads(count: threads, queueLimit: queueLimit, patience: patience)
    }

    /// Half of the processors: the other half answers.
    package static var defaultThreads: Int { max(1, ProcessInfo.processInfo.activeProcessorCount / 2) }

    /// How many wait now.
    package var waiting: Int { threads.waiting }

    /// - Parameter source: As for `matches`.
    /// - Throws: `AccountError.busy` when too many wait.
    package func hash(_ password: String, for source: HashingSource? = nil) async throws -> String {
        guard let setting = Bcrypt.setting(cost: cost) else { throw AccountError.passwordUnreadable }
        return try await threads.hash(Self.phrase(password), setting: setting, for: source)
    }

    /// Whether `hash` was made from the password. Without a hash it takes as long, and the answer is false; a hash
    /// of a lower cost takes as long too.
    ///
    /// - Parameter source: Who asked; nil for our own work. Each may fill a quarter of the queue.
    /// - Throws: `AccountError.busy` when too many wait.
    package func matches(_ password: String, _ hash: String?, for source: HashingSource? = nil) async throws -> Bool {
        let phrase = Self.phrase(password)
        guard let hash else {
            _ = try await threads.hash(phrase, setting: decoys[decoys.count - 1], for: source)
            return false
        }
        let result = try await threads.hash(phrase, setting: hash, decoys: decoys(for: hash), for: source)
        return Self.isEqual(Array(result.utf8), Array(hash.utf8))
    }

    private func decoys(for hash: String) -> [String] {
        guard let old = Bcrypt.cost(of: hash), (Self.leastCost..<cost).contains(old) else { return [] }
        return Array(decoys[(old - Self.leastCost)..<(cost - Self.leastCost)])
    }

    /// Whether a password that has just matched should be hashed anew, because the cost was changed since.
    package func isOutdated(_ hash: String) -> Bool { Bcrypt.cost(of: hash) != cost }

    /// The same characters typed on another keyboard are the same password: NFKC.
    static func phrase(_ password: String) -> String {
        let key = SymmetricKey(data: Data("istri password 1".utf8))
        let normal = Data(password.precomposedStringWithCompatibilityMapping.utf8)
        return Data(HMAC<SHA384>.authenticationCode(for: normal, using: key)).base64EncodedString()
    }

    /// In a time that doesn't depend on where they differ.
    private static func isEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
