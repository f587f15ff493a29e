import Jobs
import Postgres

/// Enqueues some hundred jobs a second, quick and long ones, in transactions of which one in ten is rolled back.
actor Producer {
    private struct RolledBack: Error {}

    private let database: RigDatabase
    private let leaseSeconds: Double
    private var isStopped = false
    private var number = 0

    init(database: RigDatabase, leaseSeconds: Double) {
        self.database = database
        self.leaseSeconds = leaseSeconds
    }

    func stop() { isStopped = true }

    func run() async throws {
        while !isStopped {
            let first = number
            number += Int.random(in: 1...10)
            let numbers = first..<number
            do {
                try await database.pool.withTransaction { [leaseSeconds] transaction in
                    for number in numbers { try await Self.enqueue(number, leaseSeconds, on: transaction) }
                    if Int.random(in: 0..<10) == 0 { throw RolledBack() }
                }
            } catch is RolledBack {}
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static func enqueue(
        _ number: Int, _ leaseSeconds: Double, on transaction: PostgresConnection
    ) async throws {
        // One in a hundred takes longer than the lease, so it needs the heartbeat.
        let isLong = Int.random(in: 0..<100) == 0
        let milliseconds = isLong ? Int(leaseSeconds * 1300) : Int.random(in: 0...20)
        if number.isMultiple(of: 2) {
            try await Errand(number: number, milliseconds: milliseconds).enqueue(on: transaction)
        } else {
            try await Entry(number: number, milliseconds: milliseconds).enqueue(on: transaction)
        }
        try await transaction.execute("INSERT INTO rig_enqueued (number) VALUES (\(number))")
    }
}
