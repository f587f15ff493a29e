import Marketplace

extension SecretBox {
    /// The same for all nodes of a test run.
    package static let test = SecretBox(.test)
}

extension MasterKeys {
    package static let test: MasterKeys = {
        guard let keys = MasterKeys([UInt8](repeating: 7, count: byteCount)) else { preconditionFailure() }
        return keys
    }()
}
