import Logging
import ServiceLifecycle

/// Sees once whether the demonstration's passwords are those of its file, beside the first requests: nobody should wait
/// for four bcrypts after a crash.
struct DemoAccountsService: Service {
    let accounts: DemoAccounts
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            do {
                try await accounts.renew()
            } catch is CancellationError {
            } catch {
                logger.warning("The demonstration's accounts could not be looked at", metadata: ["error": "\(error)"])
            }
        }
        // A service that ends would end the server.
        try? await gracefulShutdown()
    }
}
