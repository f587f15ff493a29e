import Foundation

/// The files that pages are made of, as they came with the program: `templates`, `public`, `translations`.
struct SiteFolder: Sendable {
    let url: URL

    /// Those that belong to this version of the program.
    static var bundled: SiteFolder { SiteFolder(url: Bundle.module.bundleURL.appending(path: "Site")) }

    /// All files below `folder` with one of the extensions (any, when none is given), by their paths within it and in
    /// their order.
    ///
    /// - Throws: `SiteError` when the folder isn't there.
    func files(in folder: String, extensions: Set<String> = []) throws -> [(path: String, url: URL)] {
        let root = url.appending(path: folder)
        guard let paths = FileManager.default.enumerator(atPath: root.path) else {
            throw SiteError("The folder Site/\(folder), which belongs to the program, is missing.")
        }
        var files: [(path: String, url: URL)] = []
        for case let path as String in paths {
            let file = root.appending(path: path)
            guard extensions.isEmpty ? !file.pathExtension.isEmpty : extensions.contains(file.pathExtension),
                !file.lastPathComponent.hasPrefix(".")
            else { continue }
            files.append((path, file))
        }
        return files.sorted { $0.path < $1.path }
    }
}

/// Why pages can't be made of the files that came with the program; one line, for whoever builds it.
struct SiteError: Error, CustomStringConvertible, Equatable {
    let description: String

    init(_ description: String) { self.description = description }
}
