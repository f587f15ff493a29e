import Configuration
import Marketplace

extension Settings {
    /// What seals secrets in the database and signs access tokens.
    struct Tokens: Sendable {
        /// From ISTRI_SECRET_KEY; nil means the file in the data folder.
        var secretKey: MasterKeys?
        /// From ISTRI_SECRET_KEYS_OLD: keys that were used before, for what they sealed.
        var oldSecretKeys: MasterKeys?
        /// So many days a key for access tokens signs.
        var signingKeyDays: Int
        /// Roles that can do nothing before they have set up a second factor.
        var secondFactorRequiredFor: Set<Role>
    }

    static func readTokens(_ reader: SettingsReader) throws -> Tokens {
        Tokens(
            secretKey: try reader.secretKeys("istri.secret.key", atMost: 1),
            oldSecretKeys: try reader.secretKeys("istri.secret.keys.old", atMost: 16),
            signingKeyDays: try reader.integer("istri.signing.key.days", in: 1...365, default: 30),
            secondFactorRequiredFor: try reader.roles("istri.second.factor.required"))
    }
}

extension SettingsReader {
    /// Comma-separated keys of 32 bytes in base64. The refusal doesn't repeat them.
    fileprivate func secretKeys(_ key: String, atMost limit: Int) throws -> MasterKeys? {
        guard let text = config.string(forKey: .init(key), isSecret: true) else { return nil }
        let texts = text.split(separator: ",", omittingEmptySubsequences: false).map {
            String($0.trimming { $0.isWhitespace })
        }
        guard texts.count <= limit, let keys = MasterKeys(base64: texts) else {
            let name = key.uppercased().replacing(".", with: "_")
            let what = limit == 1 ? "one key" : "up to \(limit) keys, comma-separated,"
            throw Refusal("\(name) must be \(what) of 32 bytes in base64. To make one: openssl rand -base64 32")
        }
        return keys
    }

    /// Comma-separated roles, or `none`.
    fileprivate func roles(_ key: String) throws -> Set<Role> {
        guard let text = try text(key), text != "none" else { return [] }
        return Set(
            try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
                guard let role = Role(rawValue: String(part.trimming { $0.isWhitespace })) else {
                    throw wrong(key, text, "none, or roles, comma-separated, as in admin,dispatcher")
                }
                return role
            })
    }
}

extension StringProtocol {
    fileprivate func trimming(_ isPadding: (Character) -> Bool) -> SubSequence {
        guard let first = firstIndex(where: { !isPadding($0) }), let last = lastIndex(where: { !isPadding($0) }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }
}
