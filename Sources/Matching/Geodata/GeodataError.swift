/// Why the geodata could not be loaded. The database is as it was before.
package enum GeodataError: Error, Equatable {
    /// The folder has no MANIFEST.
    case noManifest(folder: String)
    /// A line of the MANIFEST is not `<sha256>  <path>`.
    case brokenManifest(line: Int)
    /// A file that the load reads is not listed in the MANIFEST.
    case unlisted(file: String)
    /// A listed file is absent or may not be read.
    case unreadable(file: String)
    /// A file is not the one that the MANIFEST was written for.
    case differs(file: String)
    /// A file's bytes are not UTF-8 text.
    case notText(file: String)
}

extension GeodataError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noManifest(let folder):
            "no MANIFEST in \(folder): this is not a geodata folder, or it was copied only in part"
        case .brokenManifest(let line):
            "line \(line) of the geodata MANIFEST is not '<sha256>  <path>'"
        case .unlisted(let file):
            "\(file) is not listed in the geodata MANIFEST: run `istri geodata build --manifest-only`"
        case .unreadable(let file):
            "\(file) stands in the geodata MANIFEST but can't be read"
        case .differs(let file):
            "\(file) is not the file its MANIFEST was written for: it is half-written, or it was edited "
                + "(after an edit, run `istri geodata build --manifest-only`)"
        case .notText(let file):
            "\(file) is not UTF-8 text"
        }
    }
}
