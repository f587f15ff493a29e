import SystemPackage

extension Settings {
    var geodataFolder: FilePath { shareFolder.appending("geodata") }
}
