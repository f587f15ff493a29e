import ArgumentParser
import Foundation
import Marketplace
import Matching
import Postgres
import Server

struct BookingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bookings", abstract: "Look at bookings.",
        subcommands: [List.self, Show.self, Unassigned.self, Late.self])

    /// Opens the database, and closes it however `body` ends.
    static func withBookings<Result: Sendable>(_ body: (Bookings) async throws -> Result) async throws -> Result {
        try await Database.reading(try await Settings.read()) { database in
            try await refusing { try await body(Bookings(pool: database.pool)) }
        }
    }

    /// What a dispatcher has to look after.
    static func show(_ queue: Bookings.Queue, _ options: ListOptions) async throws {
        let limit = options.limit
        let found = try await withBookings { try await $0.dispatchBoard(queue, after: nil, limit: limit).items }
        show(found, asJSON: options.json)
    }

    static func show(_ bookings: [Booking], asJSON: Bool) {
        if asJSON { return printAnswer { $0.array(bookings) { json, booking in json.write(booking) } } }
        print(table(bookings).rendered())
    }

    private static func table(_ bookings: [Booking]) -> TextTable {
        var table = TextTable([
            .init(title: "reference"), .init(title: "status"), .init(title: "payment"), .init(title: "time"),
            .init(title: "mode"), .init(title: "pincode"), .init(title: "centre"), .init(title: "customer"),
            .init(title: "rupees", alignsRight: true),
        ])
        table.rows = bookings.map { booking in
            [
                booking.reference, booking.status.rawValue, booking.paymentStatus.rawValue, time(booking.startsAt),
                booking.mode.rawValue, booking.pincode.description,
                booking.provider_id.map { "\($0) \(booking.center_name ?? "")" } ?? "", booking.customerName,
                decimals(Double(booking.total_paise) / 100, 2),
            ]
        }
        return table
    }

    /// On the clock of India.
    static func time(_ date: Date) -> String {
        let format = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: 19_800) ?? .gmt)
            .year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false)
        return String(date.formatted(format).prefix(16))
    }
}

extension BookingsCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List bookings, the last made first.")

        @Option(help: "Only those with this status, as pending or accepted.")
        var status: BookingStatus?

        @Option(help: "Only those of the centre with this id.")
        var provider: Int64?

        @Option(help: "Only those for this day or later, as 2026-11-23.")
        var from: String?

        @Option(help: "Only those before this day.")
        var to: String?

        @OptionGroup var options: ListOptions

        func validate() throws {
            for (name, day) in [("--from", from), ("--to", to)] {
                guard let day else { continue }
                let form = Date.ISO8601FormatStyle().year().month().day()
                guard let date = try? form.parse(day), date.formatted(form) == day, day.utf8.count == 10 else {
                    throw ValidationError("\(name) must be a day as 2026-11-23.")
                }
            }
        }

        func run() async throws {
            var search = BookingSearch()
            search.status = status
            search.provider = provider
            search.from = from
            search.to = to
            search.limit = options.limit
            let found = try await BookingsCommand.withBookings { [search] bookings in
                try await bookings.pool.withTransaction(readOnly: true) { try await search.page(on: $0).items }
            }
            BookingsCommand.show(found, asJSON: options.json)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a booking with all that became of it.")

        @Argument(help: "The reference, as the customer reads it out.")
        var reference: String

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            let (booking, history) = try await BookingsCommand.withBookings { bookings in
                let booking = try await bookings.booking(reference: reference)
                return (booking, try await BookingStep.all(of: booking.id, on: bookings.pool))
            }
            if json { return printAnswer { $0.write(booking, history: history) } }
            BookingsCommand.show([booking], asJSON: false)
            let services = booking.items.map { item in
                "\(item.service) \(decimals(Double(item.price_paise) / 100, 2))"
            }
            print("\nServices: \(services.joined(separator: ", "))")
            if let phone = booking.customerPhone { print("Phone: \(phone)") }
            if let address = booking.address { print("Address: \(address)") }
            if let notes = booking.notes { print("Notes: \(notes)") }
            print("\n\(table(history).rendered())")
        }

        private func table(_ history: [BookingStep]) -> TextTable {
            var table = TextTable([
                .init(title: "at"), .init(title: "status"), .init(title: "for"), .init(title: "centre"),
                .init(title: "by"), .init(title: "note"),
            ])
            table.rows = history.map { step in
                [
                    BookingsCommand.time(step.at), step.status.rawValue, BookingsCommand.time(step.startsAt),
                    step.provider_id.map(String.init) ?? "",
                    [step.byRole, step.byUser.map(String.init)].compactMap(\.self).joined(separator: " "),
                    step.note ?? "",
                ]
            }
            return table
        }
    }

    struct Unassigned: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List bookings for which no centre is left, the next one first.")

        @OptionGroup var options: ListOptions

        func run() async throws {
            try await BookingsCommand.show(.unassigned, options)
        }
    }

    struct Late: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List bookings that their centre leaves undone, the one that starts first first.")

        @OptionGroup var options: ListOptions

        func run() async throws {
            try await BookingsCommand.show(.late, options)
        }
    }
}

extension BookingStatus: ExpressibleByArgument {}
