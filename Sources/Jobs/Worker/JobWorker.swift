import Logging
import Postgres
import ServiceLifecycle

/// Does the jobs of a queue until it is told to stop. Any number of them, in any number of processes, share the queue.
///
/// It finds out about new jobs by asking: at once while there is work, at most a quarter of a second apart when idle.
/// Notifications would be quicker, but make the commits of those who enqueue wait for each other.
package struct JobWorker: Service {
    package struct Limits: Sendable {
        /// How many jobs may run at the same time.
        package var concurrency = 16
        /// How long a worker's jobs stay its own after its last heartbeat, of which there are three in that time.
        package var lease = Duration.seconds(30)
        /// How long running jobs may go on when the worker is to stop; then they are given back.
        package var drain = Duration.seconds(8)

        package init() {}
    }

    let connection: PostgresConnectionInfo
    let handlers: JobHandlers
    let limits: Limits
    let logger: Logger

    /// - Parameter connection: The queue's database. The worker has three connections of its own, so that neither its
    ///   handlers nor requests can keep a heartbeat waiting.
    package init(
        connection: PostgresConnectionInfo, handlers: JobHandlers, limits: Limits = Limits(), logger: Logger
    ) {
        precondition(limits.concurrency > 0 && limits.lease > .zero)
        self.connection = connection
        self.handlers = handlers
        self.limits = limits
        self.logger = logger
    }

    /// Returns when it has been told to stop, by a graceful shutdown or by cancelling its task, and has settled or
    /// given back its jobs: at most `limits.drain` and a few seconds later.
    package func run() async throws {
        let pool = PostgresPool(.jobQueue(connection), logger: logger)
        let runs = JobRuns(concurrency: limits.concurrency, lease: limits.lease)
        let loops = WorkerLoops(
            queue: JobQueue(pool: pool, kinds: handlers.kinds), runs: runs, handlers: handlers, limits: limits,
            logger: logger)
        // Not a child: its last statements must go out although the task is cancelled.
        let work = Task { await loops.run() }
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await work.value
            } onGracefulShutdown: {
                Task { await runs.stop(.gracefully) }
            }
        } onCancel: {
            Task { await runs.stop(.atOnce) }
        }
        await pool.close()
    }
}

extension PostgresConfiguration {
    /// The connections of a worker. Their plans are pinned: a queue is empty when it is analysed and full when it
    /// matters, so statistics mislead the planner into sorting the whole table.
    package static func jobQueue(_ connection: PostgresConnectionInfo) -> PostgresConfiguration {
        var configuration = PostgresConfiguration(connection)
        configuration.applicationName = "istri jobs"
        configuration.readers.count = 0
        configuration.leases.limit = 3
        configuration.leases.statementTimeout = .seconds(10)
        configuration.leases.settings = [
            "plan_cache_mode": "force_generic_plan", "jit": "off", "enable_seqscan": "off",
            "enable_bitmapscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off",
        ]
        return configuration
    }
}
