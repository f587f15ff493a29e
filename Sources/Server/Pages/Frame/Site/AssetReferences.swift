import Foundation

/// What files say of each other: scripts import scripts, style sheets name pictures. Each such reference is replaced by
/// the name that holds the content's hash, so a file's own hash changes with what it refers to.
struct AssetReferences {
    private let contents: [String: Data]
    private var resolved: [String: (name: String, data: Data)] = [:]
    private var inWork: [String] = []

    init(contents: [String: Data]) { self.contents = contents }

    /// - Throws: `SiteError` when it refers to a file that isn't there, or to itself by way of others.
    mutating func resolve(_ path: String) throws -> (name: String, data: Data) {
        if let known = resolved[path] { return known }
        guard !inWork.contains(path) else {
            throw SiteError("public/\(path) refers to itself: \((inWork + [path]).joined(separator: " > ")).")
        }
        inWork.append(path)
        defer { inWork.removeLast() }
        var data = contents[path] ?? Data()
        if let pattern = Self.pattern(for: path) { data = try replace(pattern, in: data, of: path) }
        let result = (PageAssets.name(of: path, data), data)
        resolved[path] = result
        return result
    }

    private mutating func replace(
        _ pattern: Regex<(Substring, Substring, Substring)>, in data: Data, of path: String
    ) throws -> Data {
        var text = String(decoding: data, as: UTF8.self)
        let matches = text.matches(of: pattern)
        for match in matches.reversed() {
            let target = Self.join(path, String(match.2))
            guard contents[target] != nil else {
                // Files of others may name pictures that we don't take along.
                if path.hasPrefix("vendor/") { continue }
                throw SiteError("public/\(path) refers to '\(match.2)', which isn't there.")
            }
            let name = try resolve(target).name
            text.replaceSubrange(match.2.startIndex..<match.2.endIndex, with: PageAssets.folder + name)
        }
        return Data(text.utf8)
    }

    private static func pattern(for path: String) -> Regex<(Substring, Substring, Substring)>? {
        if path.hasSuffix(".css") { return /(url\(\s*["']?)((?!data:|#|\/|https?:)[^"')]+)/ }
        if path.hasSuffix(".js"), !path.hasPrefix("vendor/") {
            return /((?:from|import)\s*\(?\s*["'])(\.{1,2}\/[^"']+)/
        }
        return nil
    }

    /// `css/istri.css` and `../icons/x.svg` make `icons/x.svg`.
    private static func join(_ path: String, _ reference: String) -> String {
        var parts = path.split(separator: "/").dropLast().map(String.init)
        for part in reference.prefix(while: { $0 != "#" && $0 != "?" }).split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}
