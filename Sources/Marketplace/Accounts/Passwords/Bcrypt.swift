import CCrypt
import Glibc

/// bcrypt as libxcrypt does it, in the form of crypt(5): `$2b$12$` and 53 characters. Blocks its thread for as
/// long as the cost says: about 0.2 s at 12, twice that for each one more.
enum Bcrypt {
    /// A fresh setting with 128 bits of salt from the system; nil when the system gives no randomness.
    static func setting(cost: Int) -> String? {
        var text = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
        guard crypt_gensalt_rn("$2b$", UInt(cost), nil, 0, &text, Int32(text.count)) != nil else { return nil }
        return string(text)
    }

    /// The hash of `phrase` by a setting, or by a hash, whose beginning is its setting. Nil when the setting is none.
    /// bcrypt takes the first 72 bytes only, and ends at a NUL.
    static func hash(_ phrase: String, setting: String) -> String? {
        let size = MemoryLayout<crypt_data>.size
        // Too large (32 KB) for a thread's stack to bear safely; all zero, as crypt wants it.
        guard let scratch = calloc(1, size) else { return nil }
        defer {
            explicit_bzero(scratch, size)
            free(scratch)
        }
        guard let output = crypt_rn(phrase, setting, scratch, Int32(size)) else { return nil }
        return String(cString: output)
    }

    /// The cost that a hash was made with; nil when it isn't one of bcrypt's.
    static func cost(of hash: String) -> Int? {
        let parts = hash.split(separator: "$")
        guard parts.count == 3, parts[0] == "2b" else { return nil }
        return Int(parts[1])
    }

    private static func string(_ text: [CChar]) -> String {
        String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
