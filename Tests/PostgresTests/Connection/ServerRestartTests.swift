import Postgres
import Testing

struct ServerRestartTests {
    @Test func `a pool and a listener survive a restart of the server`() async throws {
        let server = try await PrivateServer.start(password: "hunter2")
        do {
            try await survive(server)
            try await server.remove()
        } catch {
            try? await server.remove()
            throw error
        }
    }

    private func survive(_ server: PrivateServer) async throws {
        let info = try PostgresConnectionInfo("\(server.conninfo) password=hunter2")
        let pool = PostgresPool(PostgresConfiguration(info), logger: .quiet)
        var events = pool.listen(to: "restart").makeAsyncIterator()
        #expect(await events.next() == .connected(afterLoss: false))
        #expect(try await pool.query("SELECT 1").count == 1)
        #expect(try await pool.execute("SELECT 1") == 1)

        try await server.stop()
        #expect(await events.next() == .lost)
        let begin = ContinuousClock.now
        #expect(try await postgresError { try await pool.query("SELECT 1") }.code == .connectionUnavailable)
        #expect(try await postgresError { try await pool.execute("SELECT 1") }.code == .connectionUnavailable)
        #expect(begin.duration(to: .now) < .seconds(3))

        try await server.start()
        try await eventually { (try? await pool.query("SELECT 1").count) == 1 }
        #expect(try await pool.execute("SELECT 1") == 1)
        #expect(await events.next() == .connected(afterLoss: true))

        try await server.restart()
        #expect(try await pool.query("SELECT 2")[0].decode(Int.self) == 2)
        #expect(try await pool.execute("SELECT 1") == 1)
        await pool.close()
        try await refuseWrongPassword(server)
    }

    private func refuseWrongPassword(_ server: PrivateServer) async throws {
        let wrong = PostgresPool(
            PostgresConfiguration(try PostgresConnectionInfo("\(server.conninfo) password=sesame-wrong")),
            logger: .quiet)
        let error = try await postgresError { try await wrong.query("SELECT 1") }
        #expect(error.code == .connectionUnavailable)
        #expect(error.message.contains("password authentication failed"))
        #expect(!String(reflecting: error).contains("sesame"))
        await wrong.close()
    }
}
