import ServiceLifecycle

enum Pause {
    /// Ends early when the sandbox is told to stop, so that it needn't wait for those who wait.
    static func sleep(seconds: Double) async throws {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(seconds)) }
    }
}
