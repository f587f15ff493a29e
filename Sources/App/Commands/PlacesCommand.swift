import ArgumentParser
import Matching
import Server

struct PlacesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "places", abstract: "Find the places that a name may mean, best first.")

    @Argument(help: "A name in English or Tamil, misspelt or unfinished, or the beginning of a pincode.")
    var text: String

    @Option(help: "How many at most (1 to 100).")
    var limit = 10

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func validate() throws {
        guard (1...100).contains(limit) else { throw ValidationError("--limit must be from 1 to 100.") }
    }

    func run() async throws {
        let settings = try await Settings.read()
        let places = try await Database.reading(settings) { database in
            try await refusing { try await Matching.places(matching: text, limit: limit, on: database.pool) }
        }
        if json { return printAnswer { $0.writeItems(places) } }
        guard !places.isEmpty else { throw Refusal("No place is called '\(text)' or anything like it.") }
        var table = TextTable([
            .init(title: "place"), .init(title: "தமிழ்"), .init(title: "kind"), .init(title: "pincode"),
            .init(title: "district"), .init(title: "lat", alignsRight: true), .init(title: "lng", alignsRight: true),
        ])
        table.rows = places.map { place in
            [
                place.label, place.label_ta ?? "", place.kind.rawValue, place.pincode.description, place.district.name,
                decimals(place.location.lat, 5), decimals(place.location.lng, 5),
            ]
        }
        print(table.rendered())
    }
}
