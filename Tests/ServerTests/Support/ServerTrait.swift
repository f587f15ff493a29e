import Testing

/// Gives all tests of a suite one server, which they only read from.
struct ServerTrait: SuiteTrait, TestScoping {
    @TaskLocal static var server: TestServer?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withServer { server in
            try await Self.$server.withValue(server) { try await function() }
        }
    }
}

extension Trait where Self == ServerTrait {
    static var server: Self { Self() }
}

/// The server of the running test's suite, which must have the trait `.server`.
var server: TestServer {
    guard let server = ServerTrait.server else { preconditionFailure("the suite lacks the trait .server") }
    return server
}
