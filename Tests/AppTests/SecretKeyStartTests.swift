import Foundation
import Testing

struct SecretKeyStartTests {
    @Test(arguments: ["serve", "work"])
    func `somebody's database without a secret key ends the start at once with one line`(command: String) async throws {
        let folder = NSTemporaryDirectory() + "istri-key-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Nobody listens there, and nobody is asked.
        let istri = try IstriProcess(
            [command], folder: folder, settings: ["DATABASE_URL": "postgresql://127.0.0.1:1/istri"])
        #expect(try await istri.status(within: .seconds(20)) == 1)
        let errors = istri.errors()
        #expect(errors.contains("ISTRI_SECRET_KEY") && errors.contains("openssl rand -base64 32"))
        #expect(errors.split(separator: "\n").count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
}
