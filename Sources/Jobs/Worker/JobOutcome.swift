/// Why a worker cancels a job that runs.
enum Interruption: Sendable {
    case timedOut, stopping, leaseLost
}

/// How a job ended, and so what becomes of its row.
struct JobOutcome: Sendable {
    let lease: JobLease
    /// Nil when it is done.
    let returned: ReturnedJob.Reason?
    /// The handler deleted the row itself, in its own transaction.
    let isDeleted: Bool

    init(lease: JobLease, returned: ReturnedJob.Reason?, isDeleted: Bool = false) {
        self.lease = lease
        self.returned = returned
        self.isDeleted = isDeleted
    }

    /// Nil when the job is another worker's by now.
    init?(of run: JobRuns.Run, failure: (any Error)?, isDeleted: Bool) {
        switch (failure, run.interruption) {
        case (nil, _): self.init(lease: run.lease, returned: nil, isDeleted: isDeleted)
        case (is LeaseLost, _), (_, .leaseLost): return nil
        case (_?, .stopping): self.init(lease: run.lease, returned: .stopping)
        case (_?, .timedOut):
            let error = "Took longer than \(run.handler.timeout.inSeconds) s."
            self.init(lease: run.lease, returned: Self.failed(run, error, retryAfter: nil))
        case (let error as PermanentFailure, nil):
            self.init(lease: run.lease, returned: .dead(error: ErrorText.of(error)))
        case (let error?, nil):
            let retryAfter = (error as? TransientFailure)?.retryAfter
            self.init(lease: run.lease, returned: Self.failed(run, ErrorText.of(error), retryAfter: retryAfter))
        }
    }

    private static func failed(_ run: JobRuns.Run, _ error: String, retryAfter: Duration?) -> ReturnedJob.Reason {
        let attempt = Int(run.lease.attempt)
        if attempt >= run.handler.maxAttempts { return .dead(error: error) }
        var generator = SystemRandomNumberGenerator()
        let delay = retryAfter ?? RetryDelay.random(afterAttempt: attempt, using: &generator)
        return .failed(error: error, retryAfter: delay)
    }
}
