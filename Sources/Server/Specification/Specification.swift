import Crypto
import Foundation
import NIOCore
import Yams

/// The API's specification, `openapi.yaml`, as it is served: read once, when the server is put together.
struct Specification: Sendable {
    let document: SpecificationNode
    let json: ByteBuffer
    /// Changes with the document.
    let tag: String

    /// The one that this version of the server answers by.
    ///
    /// Ends the program when the file that was built in can't be read: the build is broken, and tests see it first.
    static let current: Specification = {
        do {
            guard let file = Bundle.module.url(forResource: "openapi", withExtension: "yaml") else {
                throw CocoaError(.fileNoSuchFile)
            }
            return try Specification(yaml: String(contentsOf: file, encoding: .utf8))
        } catch {
            fatalError("openapi.yaml, which belongs to the program, can't be read: \(error)")
        }
    }()

    /// - Throws: `YamlError`, or `SpecificationNode.Unreadable` for what JSON can't hold.
    init(yaml: String) throws {
        guard let node = try Yams.compose(yaml: yaml) else { throw SpecificationNode.Unreadable() }
        document = try SpecificationNode(node)
        let writer = JSONBytesWriter(capacity: 1 << 18)
        document.write(to: writer)
        json = ByteBuffer(bytes: writer.bytes)
        let hash = SHA256.hash(data: Data(writer.bytes)).prefix(9)
        tag = Data(hash).base64EncodedString().replacing("/", with: "_")
    }
}
