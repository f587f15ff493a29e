import Crypto
import Foundation

/// What a message that has no row is called: made of its job and whom it goes to, so that a repeat after a crash carries
/// the same name.
enum JobMessageName {
    static func of(_ kind: String, _ job: Int64, to address: String) -> UUID {
        let hash = Array(SHA256.hash(data: Data("\(kind) \(job) \(address)".utf8)))
        return hash.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
