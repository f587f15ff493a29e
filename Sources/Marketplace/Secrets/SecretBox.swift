import Crypto
import Foundation

/// Seals what must be read again but mean nothing to whoever reads the database: AES-256-GCM, with a key for
/// each purpose (HKDF-SHA256 of the master key).
///
/// Sealed bytes: version 1 (1 byte), id of the master key (4), nonce (12), ciphertext, tag (16). The version, the id
/// and the purpose are authenticated too, so that bytes moved to another place don't open there.
package struct SecretBox: Sendable {
    private struct Key {
        let id: [UInt8]
        let master: SymmetricKey
    }

    private static let version: UInt8 = 1
    private static let headerLength = 5

    private let keys: [Key]

    package init(_ masters: MasterKeys) {
        keys = masters.all.map { master in
            let id = Self.derive(from: master, info: "istri key id", byteCount: 4)
            return Key(id: id.withUnsafeBytes { Array($0) }, master: master)
        }
    }

    /// - Parameter purpose: What the bytes are and whose, as in `second-factor:42`; `open` must name the same.
    package func seal(_ plain: [UInt8], for purpose: String) throws -> [UInt8] {
        let header = [Self.version] + keys[0].id
        let box = try AES.GCM.seal(
            plain, using: Self.key(for: purpose, from: keys[0].master),
            authenticating: header + Array(purpose.utf8))
        return header + box.nonce + box.ciphertext + box.tag
    }

    /// - Throws: `SecretBoxError`.
    package func open(_ sealed: [UInt8], for purpose: String) throws -> [UInt8] {
        let header = sealed.prefix(Self.headerLength)
        guard header.count == Self.headerLength, header.first == Self.version else { throw SecretBoxError.unreadable }
        guard let key = keys.first(where: { $0.id.elementsEqual(header.dropFirst()) }) else {
            throw SecretBoxError.sealedWithAnotherKey
        }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst(Self.headerLength))
            let plain = try AES.GCM.open(
                box, using: Self.key(for: purpose, from: key.master), authenticating: header + Array(purpose.utf8))
            return Array(plain)
        } catch {
            throw SecretBoxError.unreadable
        }
    }

    /// 32 bytes for a purpose of their own, the same on all nodes until the master key is replaced.
    package func secret(for purpose: String) -> [UInt8] {
        Self.derive(from: keys[0].master, info: "istri secret " + purpose, byteCount: 32).withUnsafeBytes { Array($0) }
    }

    /// Whether an older master key sealed the bytes, so that they had better be sealed anew.
    package func isOutdated(_ sealed: [UInt8]) -> Bool {
        !sealed.prefix(Self.headerLength).elementsEqual([Self.version] + keys[0].id)
    }

    private static func key(for purpose: String, from master: SymmetricKey) -> SymmetricKey {
        derive(from: master, info: "istri seal " + purpose, byteCount: 32)
    }

    private static func derive(from master: SymmetricKey, info: String, byteCount: Int) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: master, info: Data(info.utf8), outputByteCount: byteCount)
    }
}

package enum SecretBoxError: Error, CustomStringConvertible {
    /// None of this node's keys is the one that sealed.
    case sealedWithAnotherKey
    /// Changed, cut off, or sealed for another purpose.
    case unreadable

    package var description: String {
        switch self {
        case .sealedWithAnotherKey:
            "Secrets in the database were sealed with another key; give that one by ISTRI_SECRET_KEY, or by "
                + "ISTRI_SECRET_KEYS_OLD if it has been replaced."
        case .unreadable: "A sealed secret in the database is damaged or not in its place."
        }
    }
}
