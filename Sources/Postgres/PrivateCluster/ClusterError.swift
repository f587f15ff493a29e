/// Why a private cluster could not be opened, with a way out for whoever reads it.
public enum ClusterError: Error, Equatable, CustomStringConvertible {
    case binariesNotFound
    case accountMissing(name: String)
    case otherVersion(folder: String, found: String, installed: String)
    case noSpace(folder: String)
    case folderNotUsable(folder: String, reason: String)
    case busy(lock: String)
    case failed(step: String, output: String)

    public var description: String {
        switch self {
        case .binariesNotFound:
            "PostgreSQL's programs (initdb, pg_ctl) were not found. Run 'make setup', or set DATABASE_URL."
        case .accountMissing(let name):
            "PostgreSQL refuses to run as root and there is no account '\(name)' to run it as. "
                + "Install the postgresql package, or start as an ordinary user."
        case .otherVersion(let folder, let found, let installed):
            "The cluster in \(folder) belongs to PostgreSQL \(found), but \(installed) is installed. "
                + "Install \(found), move the data with pg_upgrade, or choose another ISTRI_DATA_DIR."
        case .noSpace(let folder):
            "No space left on the disk for the cluster in \(folder). Free some, or choose another ISTRI_DATA_DIR."
        case .folderNotUsable(let folder, let reason):
            "The folder \(folder) can't be used: \(reason)."
        case .busy(let lock):
            "Another process has been starting or stopping the cluster for too long (lock \(lock))."
        case .failed(let step, let output):
            "\(step) failed: \(output)"
        }
    }
}
