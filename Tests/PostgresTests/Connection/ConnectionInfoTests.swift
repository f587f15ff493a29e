import Testing

@testable import Postgres

struct ConnectionInfoTests {
    @Test(arguments: [
        "host=a,b port=1,2 dbname=d user=u password=hunter2", "postgresql://u:hunter2@a,b/d?sslpassword=hunter2",
        "password='hunter2'",
    ])
    func `no way of printing shows the password`(_ text: String) throws {
        let info = try PostgresConnectionInfo(text)
        var configuration = PostgresConfiguration(info)
        configuration.applicationName = "test"
        var printed = "\(info) \(String(reflecting: info)) \(configuration)"
        printed += " \(Mirror(reflecting: info).children.map(\.value))"
        dump(configuration, to: &printed)
        #expect(!printed.contains("hunter2"))
        #expect(printed.contains("password=***"))
    }

    @Test func `a string that can't be read says so without quoting a password`() {
        let texts = ["nonsense", "host", "postgresql://u:hunter2@[::1/d", "password='hunter2", "pasword=hunter2", "\0"]
        for text in texts {
            let error = #expect(throws: PostgresError.self) { try PostgresConnectionInfo(text) }
            #expect(error?.code == .invalidConnectionString)
            #expect(!String(reflecting: error).contains("hunter2"))
        }
    }

    @Test func `its parts can be read and the database changed`() throws {
        let info = try PostgresConnectionInfo("postgresql://web@one,two:5433/istri")
        #expect((info.host, info.user, info.database) == ("one,two", "web", "istri"))
        #expect(info.with(database: "other").database == "other")
    }

    @Test func `a host without power is noticed by TCP, in another time if the string says so`() throws {
        let info = try PostgresConnectionInfo("host=a keepalives_idle=60")
        let keywords = SessionSettings(
            connection: info, applicationName: "test", connectTimeout: .seconds(5), logger: .quiet
        ).keywords
        #expect(keywords["keepalives_idle"] == "60")
        #expect(keywords["keepalives_interval"] == "2" && keywords["keepalives_count"] == "3")
        #expect(keywords["tcp_user_timeout"] == "10000")
    }

    @Test func `without a server every call fails soon, clearly and without the password`() async throws {
        var configuration = PostgresConfiguration(
            try PostgresConnectionInfo("host=/nonexistent user=u password=hunter2"))
        configuration.connectTimeout = .seconds(2)
        let pool = PostgresPool(configuration, logger: .quiet)
        let begin = ContinuousClock.now
        for attempt in 0..<2 {
            let error = try await postgresError {
                attempt == 0 ? try await pool.query("SELECT 1").count : try await pool.execute("SELECT 1")
            }
            #expect(error.code == .connectionUnavailable)
            #expect(error.message.contains("/nonexistent"))
            #expect(!String(reflecting: error).contains("hunter2"))
        }
        // The limit is generous because tests that compute share the same two threads.
        #expect(begin.duration(to: .now) < .seconds(240))
        await pool.close()
    }
}
