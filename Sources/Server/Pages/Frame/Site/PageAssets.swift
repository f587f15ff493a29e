import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The files that browsers fetch (`Site/public`), each under an address that names its content and so may be kept for
/// ever. All of them lie in memory, compressed once.
struct PageAssets: Sendable {
    struct File: Sendable {
        let address: String
        let type: String
        let tag: String
        let plain: ByteBuffer
        /// Nil where compression gains nothing.
        let packed: ByteBuffer?
    }

    static let folder = "/assets/"
    private let files: [String: File]
    private let addresses: [String: String]

    /// - Throws: `SiteError` for a file of a kind that isn't known, or one that refers to another that isn't there.
    init(_ folder: SiteFolder) throws {
        var contents: [String: Data] = [:]
        for file in try folder.files(in: "public") where file.url.pathExtension != "md" {
            contents[file.path] = try Data(contentsOf: file.url)
        }
        var references = AssetReferences(contents: contents)
        var files: [String: File] = [:]
        var addresses: [String: String] = [:]
        for path in contents.keys.sorted() {
            let (name, data) = try references.resolve(path)
            let file = File(address: Self.folder + name, type: try Self.type(of: path), tag: name, data: data)
            files[name] = file
            addresses[path] = file.address
        }
        self.files = files
        self.addresses = addresses
    }

    /// The address under which a file of `Site/public` is served, as `/assets/css/istri.0123abcd.css`; nil when there is
    /// no such file.
    func address(of path: String) -> String? { addresses[path] }

    /// - Parameter name: An address without `/assets/`.
    func file(named name: String) -> File? { files[name] }

    /// The name with the beginning of the content's SHA-256 before its ending.
    static func name(of path: String, _ data: Data) -> String {
        let hash = SHA256.hash(data: data).prefix(6).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        let dot = path.lastIndex(of: ".") ?? path.endIndex
        return path[..<dot] + "." + hash.joined() + path[dot...]
    }

    static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "ico": "image/x-icon", "woff2": "font/woff2",
        "txt": "text/plain; charset=utf-8", "json": "application/json", "webmanifest": "application/manifest+json",
    ]

    private static func type(of path: String) throws -> String {
        guard let dot = path.lastIndex(of: "."), let type = types[String(path[path.index(after: dot)...])] else {
            throw SiteError("public/\(path): files of this kind have no media type here (PageAssets.types).")
        }
        return type
    }
}

extension PageAssets.File {
    private static let packedAlready: Set<String> = ["image/png", "image/jpeg", "image/webp", "font/woff2"]

    init(address: String, type: String, tag: String, data: Data) {
        self.address = address
        self.type = type
        self.tag = tag
        plain = ByteBuffer(bytes: data)
        packed = Self.packedAlready.contains(type) ? nil : Gzip.compress(Array(data), level: 9)
    }
}
