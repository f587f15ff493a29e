import NIOCore
import NIOPosix

/// Whether the server will be able to listen, asked before anything slow is done.
enum Listening {
    /// - Throws: `Refusal` when the port is taken or the address isn't ours.
    ///
    /// - Parameter setting: Begin of the names of the variables that set them.
    static func check(host: String, port: Int, setting: String = "ISTRI") async throws {
        do {
            let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // Closed where it was bound, at once: a client that came to it meanwhile would wait for an answer in vain.
            try await bootstrap.bind(host: host, port: port).flatMap { $0.close() }.get()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Refusal(
                "Port \(port) on \(host) is in use. Stop what uses it, or set \(setting)_PORT to another one.")
        } catch let error as IOError where error.errnoCode == EACCES {
            throw Refusal("Port \(port) needs root's rights. Set \(setting)_PORT to one above 1023.")
        } catch {
            throw Refusal("Can't listen on \(host):\(port), set by \(setting)_HOST and \(setting)_PORT: \(error)")
        }
    }

    /// One that nobody listens on at present.
    static func freePort(host: String) async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: host, port: 0).get()
        let port = channel.localAddress?.port
        try await channel.close()
        guard let port else { throw Refusal("No port is free on \(host).") }
        return port
    }
}
