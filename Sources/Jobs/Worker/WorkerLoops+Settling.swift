import Logging

extension WorkerLoops {
    /// Tells the queue how jobs ended, many at a time: what ends during one round trip goes with the next.
    func settle() async throws {
        let outcomes = await runs.takeOutcomes()
        guard !outcomes.isEmpty else { return }
        do {
            let done = outcomes.filter { $0.returned == nil }
            let completed = try await queue.complete(done.map(\.lease))
            let missed = done.filter { !completed.contains($0.lease.jobID) && !$0.isDeleted }
            let returned = outcomes.compactMap { outcome in
                outcome.returned.map { ReturnedJob(lease: outcome.lease, reason: $0) }
            }
            let accepted = try await queue.giveBack(returned)
            log(returned.filter { accepted.contains($0.lease.jobID) })
            for lease in missed.map(\.lease) + returned.map(\.lease).filter({ !accepted.contains($0.jobID) }) {
                logger.warning("A job had been given to another worker", metadata: ["job": "\(lease.jobID)"])
            }
        } catch {
            // Telling the queue again what it knows already does no harm.
            await runs.putBack(outcomes)
            throw error
        }
    }

    private func log(_ jobs: [ReturnedJob]) {
        for job in jobs {
            let metadata: Logger.Metadata = [
                "job": "\(job.lease.jobID)", "attempt": "\(job.lease.attempt)", "error": "\(job.error ?? "")",
            ]
            switch job.reason {
            case .stopping: logger.info("A job was given back unfinished", metadata: metadata)
            case .failed: logger.warning("A job failed and will be tried again", metadata: metadata)
            case .dead: logger.error("A job failed for good", metadata: metadata)
            }
        }
    }

    /// Lets running jobs finish, within bounds, and cancels the others.
    func drain() async {
        let longest: Duration = await runs.stopping == .gracefully ? limits.drain : .zero
        await settleAll(within: longest) { await runs.stopping == .gracefully }
        await runs.interruptAll(because: .stopping)
        await settleAll(within: .seconds(2)) { true }
    }

    private func settleAll(within longest: Duration, while goesOn: () async -> Bool) async {
        let deadline = ContinuousClock.now + longest
        while ContinuousClock.now < deadline, await !runs.isIdle, await goesOn() {
            do { try await settle() } catch { logger.warning("Jobs can't be settled: \(error)") }
            if await !runs.isIdle { await runs.wait(atMost: min(.milliseconds(100), deadline - .now)) }
        }
    }

    /// Gives back what is still running; if the database can't be reached, others find it when the lease ends.
    func leave() async {
        guard let workerID = await runs.workerID else { return }
        do {
            try await settle()
            let unfinished = await runs.unfinished.map { ReturnedJob(lease: $0, reason: .stopping) }
            log(try await giveBackAll(unfinished))
            try await queue.unregister(workerID)
        } catch {
            logger.warning("The worker's jobs wait until its lease ends: \(error)")
        }
    }

    private func giveBackAll(_ jobs: [ReturnedJob]) async throws -> [ReturnedJob] {
        let accepted = try await queue.giveBack(jobs)
        return jobs.filter { accepted.contains($0.lease.jobID) }
    }
}
