import Server

extension Transport {
    /// - Throws: `Refusal` when the certificate or its key can't be used, or the connections can't be had.
    static func open(_ settings: Settings.Transport) throws -> Transport {
        let limits = try OpenFiles.allow(settings)
        guard let certificate = settings.certificateFile, let key = settings.keyFile else {
            return Transport(limits: limits)
        }
        do {
            return Transport(
                limits: limits, certificate: try ServerCertificate(certificateFile: certificate, keyFile: key))
        } catch let error as ServerCertificate.Unusable {
            throw Refusal("ISTRI_TLS_CERTIFICATE and ISTRI_TLS_KEY: \(error)")
        }
    }
}
