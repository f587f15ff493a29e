import AsyncHTTPClient
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// The gateway of payments as a demonstration and the tests have it: no money moves. It speaks the wire format of
/// Razorpay as its documentation and its official clients have it, and shares no code with our client.
package struct Sandbox: Service {
    private let settings: SandboxSettings
    let book: Book
    let controls = Controls()
    private let courier: Courier
    private let late: LateSuccesses
    private let logger: Logger
    private let onRunning: @Sendable (Int) async -> Void

    /// - Parameter onRunning: Is told the port.
    /// - Throws: `SandboxBookInUse`, or when the book can't be read or written.
    package init(
        _ settings: SandboxSettings, logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        self.settings = settings
        self.logger = logger
        self.onRunning = onRunning
        let (events, outlet) = AsyncStream.makeStream(of: Event.self)
        let kept = try settings.folder.map { try Journal.open(in: $0) }
        book = Book(journal: kept?.journal, entries: kept?.entries ?? [], outlet: outlet)
        late = LateSuccesses(book: book, controls: controls)
        courier = Courier(
            events: events, book: book, controls: controls, secret: settings.webhookSecret,
            standardURL: settings.webhookURL, logger: logger)
    }

    /// Until the group it runs in is told to stop. What was not delivered by then is when it starts again.
    package func run() async throws {
        let application = Application(
            router: router(),
            configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port)),
            services: [courier, late], onServerRunning: { await onRunning($0.localAddress?.port ?? settings.port) },
            logger: logger)
        do {
            try await application.run()
            await book.close()
        } catch {
            await book.close()
            throw error
        }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: Refusals())
        CheckoutRoutes(book: book, settings: settings, late: late).add(to: router)
        let merchant = router.group().add(middleware: Credentials(settings))
        ControlRoutes(book: book, controls: controls, settings: settings).add(to: merchant.group("sandbox"))
        let api = merchant.group("v1").add(middleware: FaultMiddleware(controls: controls))
        OrderRoutes(book: book).add(to: api)
        PaymentRoutes(book: book, controls: controls).add(to: api)
        return router
    }
}
