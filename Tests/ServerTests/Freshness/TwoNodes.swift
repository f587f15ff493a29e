import Matching

/// Two nodes on one database. Changes are made through `a`.
func withTwoNodes(_ body: (_ a: TestServer, _ b: TestServer) async throws -> Void) async throws {
    try await withServer { a in
        try await a.withAnotherNode { b in
            try await a.becomeCurrent()
            try await b.becomeCurrent()
            try await body(a, b)
        }
    }
}
