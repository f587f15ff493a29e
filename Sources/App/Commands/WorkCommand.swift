import ArgumentParser
import Jobs
import Logging
import ServiceLifecycle
import UnixSignals

struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "Do the jobs of the queue until SIGTERM or SIGINT.",
        discussion: "Any number of these may run, on any number of machines, beside the workers inside 'istri serve'.")

    @Option(help: "How many jobs may run at the same time, 1 to 256.")
    var concurrency = 16

    func validate() throws {
        guard (1...256).contains(concurrency) else {
            throw ValidationError("--concurrency must be from 1 to 256.")
        }
    }

    func run() async throws {
        let settings = try await Settings.read()
        let logger = settings.logger()
        try settings.checkSecretKey()
        try await Database.with(settings, logger: logger) { database in
            try await PaymentWiring.with(settings, isDemo: false, logger: logger) { payments in
                let worker = try JobWorker.istri(
                    settings, database, gateway: payments.access, isDemo: false, concurrency: concurrency,
                    logger: logger)
                logger.info("Working on jobs", metadata: ["at_once": "\(concurrency)"])
                var configuration = ServiceGroupConfiguration(
                    services: [worker], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
                configuration.maximumGracefulShutdownDuration = .seconds(20)
                try await ServiceGroup(configuration: configuration).run()
            }
        }
    }
}
