import Crypto
import Foundation

/// The installation's secret keys, from which all others are derived: the first seals, each of them opens.
package struct MasterKeys: Sendable {
    package static let byteCount = 32

    let all: [SymmetricKey]

    /// - Parameter older: Keys that were the first one before; what they sealed can still be opened.
    /// - Returns: Nil when one of them hasn't 32 bytes.
    package init?(_ current: [UInt8], older: [[UInt8]] = []) {
        let keys = [current] + older
        guard keys.allSatisfy({ $0.count == Self.byteCount }) else { return nil }
        all = keys.map { SymmetricKey(data: $0) }
    }

    /// Keys in base64, one each, as settings and files hold them.
    ///
    /// - Returns: Nil when there is none, or one isn't 32 bytes in base64.
    package init?(base64 texts: [String]) {
        let keys = texts.map { Data(base64Encoded: $0).map(Array.init) }
        guard let first = keys.first, let current = first else { return nil }
        let older = keys.dropFirst().compactMap { $0 }
        guard older.count == keys.count - 1 else { return nil }
        self.init(current, older: older)
    }

    /// A new key's text in base64.
    package static func randomText() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
    }

    /// The same, with more keys that may open.
    package func adding(older: MasterKeys) -> MasterKeys { MasterKeys(all: all + older.all) }

    private init(all: [SymmetricKey]) { self.all = all }
}

/// Keys must not get into a log.
extension MasterKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(all.count) secret keys" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
