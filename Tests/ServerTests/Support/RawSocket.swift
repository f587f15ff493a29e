import Foundation
import Glibc

/// Sends bytes that no client library would, and returns all that comes back until the server closes or `limit` is over.
enum RawSocket {
    struct Failure: Error {
        let step: String
        let errno: Int32
    }

    /// On a thread of its own, since it blocks: the server needs those of the tests.
    ///
    /// - Parameters:
    ///   - drip: Sent one by one after `bytes`, each after this pause, until the server closes.
    ///   - window: Bytes that the system takes in before we read; nil for its own.
    ///   - readingAfter: A pause before the answer is read.
    static func exchange(
        _ bytes: [UInt8], port: Int, limit: Duration = .seconds(10), drip: (bytes: [UInt8], pause: Duration)? = nil,
        window: Int32? = nil, readingAfter: Duration = .zero
    ) async throws -> String {
        try await onThread {
            let descriptor = try open(port: port, limit: limit, window: window)
            defer { close(descriptor) }
            try send(bytes, to: descriptor)
            if let drip { sendSlowly(drip.bytes, drip.pause, to: descriptor) }
            if readingAfter > .zero { pause(readingAfter) }
            return String(decoding: receiveAll(from: descriptor), as: UTF8.self)
        }
    }

    static func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
        }
    }

    /// A connected socket, to be closed by the caller.
    static func open(port: Int, limit: Duration = .seconds(10), window: Int32? = nil) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(step: "socket", errno: errno) }
        var patience = timeval(tv_sec: Int(limit.components.seconds), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if var window {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size))
        }
        try connect(descriptor, port)
        return descriptor
    }

    static func send(_ bytes: [UInt8], to descriptor: Int32) throws {
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failure(step: "send", errno: errno)
        }
    }

    /// Until the server closes or says something.
    private static func sendSlowly(_ bytes: [UInt8], _ interval: Duration, to descriptor: Int32) {
        for byte in bytes {
            pause(interval)
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&waiting, 1, 0) > 0 { return }
            if Glibc.send(descriptor, [byte], 1, Int32(MSG_NOSIGNAL)) != 1 { return }
        }
    }

    private static func pause(_ time: Duration) { usleep(UInt32(time / .microseconds(1))) }

    /// All that comes until the server closes, or nothing comes for the socket's limit.
    static func receiveAll(from descriptor: Int32) -> [UInt8] {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return answer }
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
