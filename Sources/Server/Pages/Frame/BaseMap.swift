/// The operator's own base map, which lies below what the maps draw: square images by zoom, column and row.
package struct BaseMap: Sendable {
    /// With `{z}`, `{x}` and `{y}`.
    package let url: String
    /// Whose it is, as its licence asks for.
    let attribution: String
    /// Whose host the images come from, for the content policy; nil: our own.
    let origin: String?

    private static let variables = ["{z}", "{x}", "{y}"]

    /// - Parameters:
    ///   - url: `https://` and a host, or a path of this host; with each of `{z}`, `{x}` and `{y}` once, up to 500
    ///     characters.
    ///   - attribution: One line of up to 200 characters.
    /// - Returns: Nil when one of them is anything else.
    package init?(url: String, attribution: String) {
        guard (1...200).contains(attribution.count), !attribution.contains(where: \.isNewline), url.count <= 500,
            let parts = url.wholeMatch(
                of: /(https:\/\/[A-Za-z0-9.\-]+(?::[0-9]{1,5})?)?(\/[A-Za-z0-9._~\/?&=@%{}\-]*)/),
            !url.hasPrefix("//"), Self.variables.allSatisfy({ url.ranges(of: $0).count == 1 })
        else { return nil }
        let rest = Self.variables.reduce(url) { $0.replacing($1, with: "") }
        guard !rest.contains("{"), !rest.contains("}") else { return nil }
        self.url = url
        self.attribution = attribution
        origin = parts.1.map { String($0) }
    }

    /// `url`, `attribution`, `is_elsewhere`.
    var model: [String: Any] { ["url": url, "attribution": attribution, "is_elsewhere": origin != nil] }
}
