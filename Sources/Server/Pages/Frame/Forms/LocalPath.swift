/// An address on this site, with its query: where somebody is led to after a form.
struct LocalPath: Sendable, Equatable {
    static let home = LocalPath(unchecked: "/")

    let text: String

    /// Nil when it could lead elsewhere (`//host`, `/\host`, `https://...`) or isn't plain text.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 2048, text.utf8.first == UInt8(ascii: "/"),
            ![UInt8(ascii: "/"), UInt8(ascii: "\\")].contains(text.utf8.dropFirst().first),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return nil }
        self.text = String(text)
    }

    private init(unchecked text: String) { self.text = text }

    /// With one more parameter, in the place of one of the same name; both plain words.
    func adding(_ name: String, _ value: String) -> LocalPath {
        let (path, query) = parts
        let kept = query.split(separator: "&").filter { $0.prefix { $0 != "=" } != name }
        return LocalPath(unchecked: path + "?" + (kept + ["\(name)=\(value)"]).joined(separator: "&"))
    }

    func without(_ names: Set<String>) -> LocalPath {
        let (path, query) = parts
        let kept = query.split(separator: "&").filter { !names.contains(String($0.prefix { $0 != "=" })) }
        return LocalPath(unchecked: kept.isEmpty ? path : path + "?" + kept.joined(separator: "&"))
    }

    /// As the value of a parameter.
    var encoded: String {
        text.utf8.map { byte in
            Self.isUnreserved(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    var path: String { parts.path }

    private var parts: (path: String, query: Substring) {
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(halves[0]), halves.count > 1 ? halves[1] : "")
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
