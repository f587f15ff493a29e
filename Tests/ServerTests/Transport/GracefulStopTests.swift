import Postgres
import Testing

@testable import Server

struct GracefulStopTests {
    /// The test framework stops the server as SIGTERM does, when the closure given to `live` returns.
    @Test func `a request that is running when the server stops is answered`() async throws {
        try await withServer(patience: serverPatience) { server in
            let (isLocked, locked) = AsyncStream.makeStream(of: Void.self)
            let (isReleased, release) = AsyncStream.makeStream(of: Void.self)
            let locking = Task {
                try await server.pool.withTransaction { transaction in
                    _ = try await transaction.query("LOCK TABLE services IN ACCESS EXCLUSIVE MODE")
                    locked.finish()
                    for await _ in isReleased {}
                }
            }
            for await _ in isLocked {}
            let outage = try await Outage(of: server.pool)
            let start = ContinuousClock.now
            let running = try await server.listening { port, _ in
                let running = Task {
                    try await RawSocket.exchange(wire("GET", "/api/services", close: false), port: port)
                }
                try await outage.someoneWaits()
                Task {
                    try await Task.sleep(for: .milliseconds(500))
                    release.finish()
                }
                return running
            }
            let answer = WireAnswer(try await running.value)
            #expect(answer.status == 200)
            #expect(answer.body.hasPrefix(#"{"items":["#))
            #expect(ContinuousClock.now - start < .seconds(8), "an answered connection must not keep the server")
            _ = try await locking.value
        }
    }
}
