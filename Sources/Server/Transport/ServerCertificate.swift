import Foundation
import NIOSSL
import Synchronization

/// The certificate and key that the server proves itself with; both can be replaced while it runs.
package final class ServerCertificate: Sendable {
    /// Why they can't be used, for whoever runs the server.
    package struct Unusable: Error, CustomStringConvertible {
        package let description: String
    }

    private let certificateFile: String
    private let keyFile: String
    private let current: Mutex<NIOSSLContext>

    /// - Parameters:
    ///   - certificateFile: PEM; the server's own certificate first, then those between it and the root.
    ///   - keyFile: PEM, without a passphrase.
    /// - Throws: `Unusable`. Reads files.
    package init(certificateFile: String, keyFile: String) throws {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        current = Mutex(try Self.load(certificateFile, keyFile))
    }

    /// For connections that begin now.
    var context: NIOSSLContext { current.withLock { $0 } }

    /// Reads the files again; connections that are open keep what they began with.
    ///
    /// - Throws: `Unusable`, and then the former ones stay.
    package func reload() throws {
        let loaded = try Self.load(certificateFile, keyFile)
        current.withLock { $0 = loaded }
    }

    private static func load(_ certificateFile: String, _ keyFile: String) throws -> NIOSSLContext {
        let chain = try certificates(certificateFile)
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(bytes: [UInt8](read(keyFile)), format: .pem)
        } catch is NIOSSLError {
            throw Unusable(description: "'\(keyFile)' holds no PEM private key (without a passphrase).")
        }
        do {
            return try NIOSSLContext(configuration: configuration(chain, key))
        } catch {
            throw Unusable(
                description: "the key in '\(keyFile)' does not belong to the certificate in '\(certificateFile)'.")
        }
    }

    private static func certificates(_ file: String) throws -> [NIOSSLCertificate] {
        let bytes = [UInt8](try read(file))
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(bytes), let own = chain.first else {
            throw Unusable(description: "'\(file)' holds no PEM certificate.")
        }
        guard own.notValidAfter > Int(Date().timeIntervalSince1970) else {
            throw Unusable(description: "the certificate in '\(file)' has expired.")
        }
        return chain
    }

    private static func read(_ file: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw Unusable(description: "the file '\(file)' can't be read.")
        }
    }

    private static func configuration(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        // With forward secrecy and authenticated encryption alone; TLS 1.3 has no others.
        configuration.cipherSuiteValues = [
            .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
            .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            .TLS_AES_256_GCM_SHA384, .TLS_CHACHA20_POLY1305_SHA256, .TLS_AES_128_GCM_SHA256,
        ]
        configuration.applicationProtocols = ["h2", "http/1.1"]
        return configuration
    }
}
