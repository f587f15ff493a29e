import ArgumentParser
import Jobs
import Logging
import Marketplace
import Server

struct PaymentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payments", abstract: "Look after payments.", subcommands: [Reconcile.self])

    struct Reconcile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask the gateway about open payments, and list what doesn't agree or waits for a person.",
            discussion: "The server does the first by itself every ten minutes; this is for who won't wait.")

        @Flag(help: "Print JSON instead of a table.")
        var json = false

        func run() async throws {
            let settings = try await Settings.read()
            let logger = settings.logger()
            let (found, faults) = try await Database.reading(settings) { database in
                try await PaymentWiring.with(settings, isDemo: false, logger: logger) { wiring in
                    let payments = Payments(
                        pool: database.pool, means: PaymentMeans(gateway: wiring.access), rules: settings.bookings)
                    do {
                        if payments.takesGateway { _ = try await payments.checkDue() }
                    } catch is TransientFailure {
                        logger.warning("The gateway doesn't answer; this is what was known before")
                    }
                    return (try await payments.oddities(), try await payments.ledgerFaults())
                }
            }
            show(found, faults)
        }

        private func show(_ found: [PaymentOddity], _ faults: [String]) {
            if json { return printAnswer { $0.write(found, ledgerFaults: faults) } }
            print(table(found).rendered())
            for fault in faults { print("The ledger doesn't fit: \(fault)") }
            if found.isEmpty, faults.isEmpty { print("Everything agrees.") }
        }

        private func table(_ found: [PaymentOddity]) -> TextTable {
            var table = TextTable([
                .init(title: "since"), .init(title: "what"), .init(title: "payment", alignsRight: true),
                .init(title: "booking", alignsRight: true), .init(title: "refund", alignsRight: true),
                .init(title: "ours", alignsRight: true), .init(title: "theirs", alignsRight: true),
            ])
            table.rows = found.map { item in
                [
                    BookingsCommand.time(item.since), item.kind, item.payment_id.map(String.init) ?? "",
                    item.booking_id.map(String.init) ?? "", item.refund_id.map(String.init) ?? "", item.ours,
                    item.theirs ?? "",
                ]
            }
            return table
        }
    }
}
