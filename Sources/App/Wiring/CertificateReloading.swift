import Logging
import Server
import ServiceLifecycle
import UnixSignals

/// Reads the certificate and its key again at SIGHUP, as whoever renews them sends it.
struct CertificateReloading: Service {
    let certificate: ServerCertificate
    let logger: Logger

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            do {
                try certificate.reload()
                logger.info("Certificate read again")
            } catch {
                logger.error("The certificate was not replaced", metadata: ["cause": "\(error)"])
            }
        }
    }
}
