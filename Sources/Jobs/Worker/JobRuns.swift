import Logging

/// The jobs that a worker runs at this moment, and how those ended that the queue doesn't know of yet.
actor JobRuns {
    enum Stop: Sendable { case gracefully, atOnce }

    struct Run {
        let lease: JobLease
        let handler: JobHandler
        let deadline: ContinuousClock.Instant
        var task: Task<Void, Never>?
        var interruption: Interruption?
        /// Its outcome was told without waiting for its handler, which doesn't heed cancellation. It keeps its slot.
        var isAbandoned = false
    }

    private let concurrency: Int
    private let lease: Duration
    private var runs: [JobLease: Run] = [:]
    private var outcomes: [JobOutcome] = []
    private(set) var workerID: Int64?
    private var confirmedAt = ContinuousClock.now
    private(set) var stopping: Stop?
    private var sleeper: CheckedContinuation<Void, Never>?
    private var isWoken = false

    init(concurrency: Int, lease: Duration) {
        self.concurrency = concurrency
        self.lease = lease
    }

    var freeSlots: Int { concurrency - runs.count }
    /// No handler runs that heeds cancellation, and everything is settled.
    var isIdle: Bool { outcomes.isEmpty && !runs.values.contains { !$0.isAbandoned } }
    /// What would be lost to the queue if the process ended now.
    var unfinished: [JobLease] { runs.values.filter { !$0.isAbandoned }.map(\.lease) }

    // MARK: Running

    func start(_ job: JobQueue.Taken, _ handler: JobHandler, _ logger: Logger) {
        let context = JobContext(
            id: job.lease.jobID, attempt: Int(job.lease.attempt),
            isLastAttempt: job.lease.attempt >= handler.maxAttempts, logger: logger, lease: job.lease)
        let run = Run(lease: job.lease, handler: handler, deadline: .now + handler.timeout)
        runs[job.lease] = run
        runs[job.lease]?.task = Task {
            do {
                try await handler.run(job.payload, context)
                end(job.lease, failure: nil, isDeleted: context.finishing.isDone)
            } catch {
                end(job.lease, failure: error, isDeleted: false)
            }
        }
    }

    private func end(_ lease: JobLease, failure: (any Error)?, isDeleted: Bool) {
        guard let run = runs.removeValue(forKey: lease) else { return }
        if !run.isAbandoned {
            add(JobOutcome(of: run, failure: failure, isDeleted: isDeleted))
        }
        wake()
    }

    /// A job that isn't to be run at all.
    func add(_ outcome: JobOutcome?) {
        guard let outcome, outcome.lease.workerID == workerID else { return }
        outcomes.append(outcome)
    }

    func takeOutcomes() -> [JobOutcome] {
        defer { outcomes = [] }
        return outcomes
    }

    /// Those that the queue could not be told of.
    func putBack(_ unsettled: [JobOutcome]) {
        outcomes = unsettled.filter { $0.lease.workerID == workerID } + outcomes
    }

    // MARK: Interrupting

    func stop(_ stop: Stop) {
        if stopping != .atOnce { stopping = stop }
        wake()
    }

    func interruptAll(because interruption: Interruption) {
        for lease in runs.keys { interrupt(lease, because: interruption) }
    }

    private func interrupt(_ lease: JobLease, because interruption: Interruption) {
        guard runs[lease]?.interruption == nil else { return }
        runs[lease]?.interruption = interruption
        runs[lease]?.task?.cancel()
    }

    /// Cancels what takes longer than it may, and stops waiting for what goes on regardless.
    func enforceLimits(now: ContinuousClock.Instant, patience: Duration) {
        if let workerID, now > confirmedAt + lease { lose(workerID) }
        for run in runs.values where now > run.deadline && !run.isAbandoned {
            interrupt(run.lease, because: .timedOut)
            if now > run.deadline + patience, run.interruption == .timedOut {
                runs[run.lease]?.isAbandoned = true
                add(JobOutcome(of: run, failure: CancellationError(), isDeleted: false))
                wake()
            }
        }
    }

    // MARK: The worker's own lease

    func hold(_ workerID: Int64, since instant: ContinuousClock.Instant) {
        self.workerID = workerID
        confirmedAt = instant
    }

    func confirm(_ workerID: Int64, at instant: ContinuousClock.Instant) {
        if workerID == self.workerID { confirmedAt = instant }
    }

    /// Others may have the jobs by now: whatever still runs of them is for nothing.
    func lose(_ workerID: Int64) {
        guard workerID == self.workerID else { return }
        self.workerID = nil
        outcomes = []
        interruptAll(because: .leaseLost)
        wake()
    }

    // MARK: Waiting

    /// Returns when something has ended, when the worker is to stop, or after `longest`.
    func wait(atMost longest: Duration) async {
        guard !isWoken else { return isWoken = false }
        let timer = Task {
            try await Task.sleep(for: longest)
            wake()
        }
        await withCheckedContinuation { sleeper = $0 }
        timer.cancel()
    }

    private func wake() {
        guard let sleeper else { return isWoken = true }
        self.sleeper = nil
        sleeper.resume()
    }
}
