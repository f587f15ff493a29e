import Foundation
import Glibc

/// Sends bytes that no client library would, and returns all that comes back until the server closes or `limit` is over.
enum RawSocket {
    struct Failure: Error {
        let step: String
        let errno: Int32
    }

    /// On a thread of its own, since it blocks: the server needs those of the tests.
    static func exchange(_ bytes: [UInt8], port: Int, limit: Duration = .seconds(10)) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try blockingExchange(bytes, port, limit) }) }
        }
    }

    private static func blockingExchange(_ bytes: [UInt8], _ port: Int, _ limit: Duration) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(step: "socket", errno: errno) }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: Int(limit.components.seconds), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        try connect(descriptor, port)
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failure(step: "send", errno: errno)
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += buffer[..<count]
        }
    }

    private static func connect(_ descriptor: Int32, _ port: Int) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) }
        }
        guard status == 0 else { throw Failure(step: "connect", errno: errno) }
    }
}
