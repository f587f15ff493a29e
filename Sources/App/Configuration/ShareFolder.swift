import Foundation
import SystemPackage

/// Finds the folder that holds `sql/` and `geodata/`.
enum ShareFolder {
    static let installed = FilePath("/usr/share/istri")

    /// The folder given, else the nearest one above the program (a checkout), else the installed one.
    static func find(given: String?) throws -> FilePath {
        if let given {
            let folder = FilePath(given)
            guard isShareFolder(folder) else {
                throw Refusal("ISTRI_SHARE_DIR is '\(given)', but that folder has no sql/migrations and geodata.")
            }
            return folder
        }
        let program = FilePath(Bundle.main.executablePath ?? CommandLine.arguments[0])
        var folder = program.removingLastComponent()
        while folder.removeLastComponent() {
            if isShareFolder(folder) { return folder }
        }
        guard isShareFolder(installed) else {
            throw Refusal("The folder with sql/ and geodata/ was not found. Set ISTRI_SHARE_DIR to it.")
        }
        return installed
    }

    private static func isShareFolder(_ folder: FilePath) -> Bool {
        ["sql/migrations", "geodata"].allSatisfy {
            FileManager.default.fileExists(atPath: folder.pushing(FilePath($0)).string)
        }
    }
}
