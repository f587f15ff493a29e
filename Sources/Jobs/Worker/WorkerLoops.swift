import Foundation
import Logging

/// What a worker does side by side: take and settle jobs, keep its lease, watch the clock, repeat what is to be repeated.
struct WorkerLoops: Sendable {
    let queue: JobQueue
    let runs: JobRuns
    let handlers: JobHandlers
    let limits: JobWorker.Limits
    let logger: Logger

    /// Until the worker is told to stop.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await keepLease() }
            group.addTask { await watchClock() }
            group.addTask { await repeatJobs() }
            await takeJobs()
            await drain()
            group.cancelAll()
        }
        await leave()
    }

    private func takeJobs() async {
        var pace = PollingPace()
        var trouble = Trouble("The job queue can't be reached", logger)
        while await runs.stopping == nil {
            do {
                try await settle()
                let pause = try await take(&pace)
                trouble.isOver()
                if let pause { await runs.wait(atMost: pause) }
            } catch {
                trouble.began(error)
                await runs.wait(atMost: .milliseconds(500))
            }
        }
    }

    /// Begins as many jobs as there are slots.
    ///
    /// - Returns: How long to wait for something to end before the next look; nil when there was work.
    private func take(_ pace: inout PollingPace) async throws -> Duration? {
        let workerID = try await registered()
        let slots = await runs.freeSlots
        guard slots > 0 else { return .seconds(1) }
        let jobs = try await queue.take(slots, for: workerID, dueSince: pace.dueSince)
        pace.took(jobs.map(\.runAt), of: slots)
        for job in jobs { await begin(job) }
        return jobs.isEmpty ? pace.pause : nil
    }

    private func registered() async throws -> Int64 {
        if let id = await runs.workerID { return id }
        let asked = ContinuousClock.now
        let id = try await queue.register(lease: limits.lease)
        await runs.hold(id, since: asked)
        logger.debug("Working", metadata: ["worker": "\(id)", "jobs_at_once": "\(limits.concurrency)"])
        return id
    }

    private func begin(_ job: JobQueue.Taken) async {
        guard let handler = handlers.handlers[job.kind] else { return }
        if job.lease.attempt > handler.maxAttempts {
            // The attempts were not reported as failed: the process went down with them.
            let error = "The worker was lost before the job ended, in the last of \(handler.maxAttempts) attempts."
            return await runs.add(JobOutcome(lease: job.lease, returned: .dead(error: error)))
        }
        var logger = logger
        logger[metadataKey: "job"] = "\(job.kind) \(job.lease.jobID)"
        await runs.start(job, handler, logger)
    }

    private func watchClock() async {
        while (try? await Task.sleep(for: .milliseconds(100))) != nil {
            await runs.enforceLimits(now: .now, patience: .seconds(10))
        }
    }

    private func repeatJobs() async {
        var introduced = false
        var trouble = Trouble("Repeated jobs can't be enqueued", logger)
        while !handlers.schedules.isEmpty, !Task.isCancelled, await runs.stopping == nil {
            do {
                for schedule in handlers.schedules {
                    if !introduced { try await queue.introduce(schedule) }
                    if try await queue.enqueueIfDue(schedule) {
                        logger.debug("A repeated job is due", metadata: ["schedule": "\(schedule.name)"])
                    }
                }
                introduced = true
                trouble.isOver()
            } catch {
                trouble.began(error)
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private func keepLease() async {
        var trouble = Trouble("The worker's lease can't be renewed", logger)
        while (try? await Task.sleep(for: limits.lease / 3)) != nil {
            do {
                if let id = await runs.workerID { try await renew(id) }
                let reclaimed = try await queue.reclaim()
                if reclaimed > 0 {
                    logger.warning("Jobs of lost workers are in the queue again", metadata: ["jobs": "\(reclaimed)"])
                }
                trouble.isOver()
            } catch {
                trouble.began(error)
            }
        }
    }

    private func renew(_ workerID: Int64) async throws {
        let asked = ContinuousClock.now
        if try await queue.renew(workerID, lease: limits.lease) {
            await runs.confirm(workerID, at: asked)
        } else {
            logger.warning("The worker's lease was lost: no heartbeat came through in time")
            await runs.lose(workerID)
        }
    }
}
