import Postgres

/// What became of the jobs of a kill run.
struct Verdict: CustomStringConvertible {
    let enqueued: Int
    /// Enqueued, and not completed.
    let lost: Int
    let completedTwice: Int
    /// Of a transaction that was rolled back.
    let fromNowhere: Int
    /// Jobs that write in the transaction that ends them, and wrote not exactly once.
    let entriesWrong: Int
    let dead: Int
    /// A kill makes a job run again; that it is completed once is what counts.
    let runsRepeated: Int

    init(_ database: RigDatabase) async throws {
        enqueued = try await database.count("rig_enqueued")
        lost = try await database.count(
            "rig_enqueued WHERE NOT EXISTS (SELECT FROM rig_completions c WHERE c.number = rig_enqueued.number)")
        completedTwice = try await database.count(
            "(SELECT number FROM rig_completions GROUP BY number HAVING count(*) > 1) twice")
        fromNowhere = try await database.count(
            "rig_completions c WHERE NOT EXISTS (SELECT FROM rig_enqueued e WHERE e.number = c.number)")
        entriesWrong = try await database.count(
            """
            (SELECT e.number FROM rig_enqueued e LEFT JOIN rig_entries USING (number) WHERE e.number % 2 = 1
            GROUP BY e.number HAVING count(rig_entries.number) <> 1) wrong
            """)
        dead = try await database.count("jobs WHERE status = 'dead'")
        runsRepeated = try await database.count("rig_runs") - database.count("rig_enqueued WHERE number % 2 = 0")
    }

    var isGood: Bool {
        enqueued > 0 && lost == 0 && completedTwice == 0 && fromNowhere == 0 && entriesWrong == 0 && dead == 0
    }

    var description: String {
        """
        \(enqueued) jobs enqueued, \(lost) lost, \(completedTwice) completed twice, \(fromNowhere) from rolled-back \
        transactions, \(entriesWrong) transactional entries not exactly once, \(dead) dead; \(runsRepeated) runs were \
        repeated after a kill
        """
    }
}
