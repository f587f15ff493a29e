import Marketplace

/// What search engines are told of a page (`partials/index`): `index` with `description`, `canonical`, `alternates`
/// (`code`, `href`), `plain` (the address without a language) and `is_hidden`.
enum PageIndex {
    /// - Parameters:
    ///   - kept: A parameter that makes it another page.
    ///   - isForAll: Whether it may be found; made-up centres may not.
    static func model(
        _ page: PageContext, description: String, keeping kept: String? = nil, isForAll: Bool = true
    ) -> [String: Any] {
        var plain = LocalPath(page.address.path) ?? .home
        if let kept, let value = page.query.text(kept), value.utf8.allSatisfy(isPlain) {
            plain = plain.adding(kept, value)
        }
        let isChosen = page.query.text("lang").flatMap(Language.init) != nil
        let canonical = isChosen ? plain.adding("lang", page.language.rawValue) : plain
        return [
            "description": description, "canonical": page.origin + canonical.text, "plain": page.origin + plain.text,
            "is_hidden": !isForAll,
            "alternates": Language.allCases.map {
                ["code": $0.rawValue, "href": page.origin + plain.adding("lang", $0.rawValue).text]
            },
        ]
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
