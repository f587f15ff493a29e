import ArgumentParser
import Jobs
import Logging
import Postgres
import ServiceLifecycle
import UnixSignals

/// The process that is measured and killed: a worker as in `istri work`, with the rig's jobs.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "work")

    @OptionGroup var options: RigOptions
    @Option var concurrency = 16
    @Option var leaseSeconds = 30.0

    func run() async throws {
        guard let database = options.database else { throw ValidationError("--database is missing") }
        let connection = try PostgresConnectionInfo(database)
        var logger = Logger(label: "work")
        logger.logLevel = .error
        var configuration = PostgresConfiguration(connection)
        configuration.readers.count = 0
        let pool = PostgresPool(configuration, logger: logger)
        var limits = JobWorker.Limits()
        limits.concurrency = concurrency
        limits.lease = .seconds(leaseSeconds)
        let worker = JobWorker(connection: connection, handlers: .rig(pool), limits: limits, logger: logger)
        try await ServiceGroup(
            configuration: .init(services: [worker], gracefulShutdownSignals: [.sigterm], logger: logger)
        ).run()
        await pool.close()
    }
}
