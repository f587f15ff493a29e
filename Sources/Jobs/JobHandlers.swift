import Foundation

/// What this program does for each kind of job, and which jobs it repeats. Built once, where it is wired together.
package struct JobHandlers: Sendable {
    private(set) var handlers: [String: JobHandler] = [:]
    private(set) var schedules: [JobSchedule] = []

    package init() {}

    /// Has jobs of the kind done by `body`, at least once each: a process that dies in the midst leaves its job to
    /// another, so whatever `body` does it must bear doing again, or end by `JobContext.finish(on:)`.
    ///
    /// - Parameters:
    ///   - maxAttempts: After so many, lost workers' attempts included, the job is kept as dead. Twelve spread over
    ///     about two hours.
    ///   - timeout: When `body` takes longer its task is cancelled, and the attempt has failed.
    ///   - body: Throws `PermanentFailure` when trying again is useless, `TransientFailure` to say why or when to try
    ///     again; any other error is stored by its type alone, since its text may hold what operators shouldn't see.
    package mutating func handle<J: Job>(
        _: J.Type, maxAttempts: Int = 12, timeout: Duration = .seconds(60),
        _ body: @escaping @Sendable (J, JobContext) async throws -> Void
    ) {
        precondition(handlers[J.name] == nil, "the job '\(J.name)' has a handler already")
        precondition(maxAttempts > 0 && timeout > .zero)
        handlers[J.name] = JobHandler(maxAttempts: maxAttempts, timeout: timeout) { payload, context in
            try await body(JobPayload.decode(J.self, from: payload), context)
        }
    }

    /// Enqueues the job once in each slot, however many nodes there are. Slots begin at midnight in Asia/Kolkata and
    /// follow each other by the interval: `.hours(1)` is on the hour there. Slots that passed while no worker ran are
    /// made up for by one run.
    ///
    /// - Parameters:
    ///   - offset: How much later than that slots begin: `every(.hours(24), offset: .hours(3), ...)` is at 03:00.
    ///   - name: Tells schedules apart; never changes. By default the job's.
    package mutating func every<J: Job>(
        _ interval: Duration, offset: Duration = .zero, _ job: J, named name: String = J.name
    ) {
        precondition(handlers[J.name] != nil, "the repeated job '\(J.name)' has no handler")
        precondition(!schedules.contains { $0.name == name }, "there is a schedule '\(name)' already")
        precondition(interval > .zero && offset >= .zero)
        guard let payload = try? JobPayload.encode(job) else {
            preconditionFailure("the repeated job '\(name)' can't be written as JSON")
        }
        schedules.append(
            JobSchedule(name: name, interval: interval, offset: offset, kind: J.name, payload: payload))
    }

    /// The kinds that this program can do. It leaves others waiting: in an upgrade a newer node does them.
    var kinds: [String] { handlers.keys.sorted() }
}

struct JobHandler: Sendable {
    let maxAttempts: Int
    let timeout: Duration
    let run: @Sendable (_ payload: [UInt8], JobContext) async throws -> Void
}

struct JobSchedule: Sendable {
    let name: String
    let interval: Duration
    let offset: Duration
    let kind: String
    let payload: String
}

extension Duration {
    package static func minutes(_ minutes: Int) -> Duration { .seconds(60 * minutes) }
    package static func hours(_ hours: Int) -> Duration { .seconds(3600 * hours) }

    var inSeconds: Double { self / .seconds(1) }
}
