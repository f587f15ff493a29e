import ArgumentParser
import Foundation
import Matching
import Server

struct NearestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nearest", abstract: "Find the centres nearest to a pincode, a point, a DIGIPIN or a place.",
        discussion: "Distances are geodesic. Give exactly one origin.")

    @Argument(help: "A pincode, as in 600001.")
    var pincode: String?

    @Option(help: "Latitude in degrees; goes with --lng.")
    var lat: Double?

    @Option(help: "Longitude in degrees.")
    var lng: Double?

    @Option(help: "A DIGIPIN, as in 4T3-83P-6KM2.")
    var digipin: String?

    @Option(help: "A place's name in English or Tamil.")
    var place: String?

    @Option(help: "How many centres at most (1 to 50).")
    var limit = 10

    @Option(help: "walk_in, or doorstep for centres whose service area covers the origin.")
    var mode = NearestRequest.Mode.walkIn

    @Option(help: "Only centres that offer this service.")
    var service: String?

    @Option(name: .customLong("radius-km"), help: "Only centres within this distance (above 0, up to 500).")
    var radius_km: Double?

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func validate() throws {
        _ = try origin()
        guard (1...50).contains(limit) else { throw ValidationError("--limit must be from 1 to 50.") }
        if let radius_km, !(radius_km > 0 && radius_km <= 500) {
            throw ValidationError("--radius-km must be above 0, up to 500.")
        }
    }

    func run() async throws {
        let settings = try await Settings.read()
        let given = try origin()
        let now = Date()
        let (origin, request, answer) = try await Database.reading(settings) { database in
            try await refusing {
                let origin = try await ResolvedOrigin.resolve(given, on: database.pool)
                let request = NearestRequest(
                    origin.request, limit: limit, mode: mode, service: service, radius_m: radius_km.map { $0 * 1000 })
                return (origin, request, try await request.answer(on: database.pool))
            }
        }
        if json { return printAnswer { $0.write(answer, to: request, from: origin, now: now) } }
        print(summary(answer, origin))
        if !answer.centres.isEmpty { print(table(answer, now).rendered()) }
    }

    private func origin() throws -> OriginParameter {
        do {
            return try OriginParameter(
                pincode: pincode, lat: lat.map { "\($0)" }, lng: lng.map { "\($0)" }, digipin: digipin, place: place)
        } catch {
            throw ValidationError(ErrorResponses.reasonForPeople(error) ?? "\(error)")
        }
    }

    private func summary(_ answer: NearestAnswer, _ origin: ResolvedOrigin) -> String {
        let point = "\(decimals(answer.origin.location.lat, 5)), \(decimals(answer.origin.location.lng, 5))"
        let name = [pincode ?? origin.place?.label, answer.origin.name, answer.origin.district].compactMap { $0 }
        let spread = answer.origin.spread_km.map { " (estimated, within about \(decimals($0, 1)) km)" } ?? ""
        let covered =
            answer.coverageCount == 0
            ? "Nobody comes to the door here." : "\(answer.coverageCount) come to the door here."
        let centres = answer.centres.isEmpty ? " No centre is in reach." : ""
        return "\((name + [point]).joined(separator: ", "))\(spread). \(covered)\(centres)"
    }

    private func table(_ answer: NearestAnswer, _ now: Date) -> TextTable {
        var table = TextTable([
            .init(title: "km", alignsRight: true), .init(title: "id", alignsRight: true), .init(title: "centre"),
            .init(title: "city"), .init(title: "pincode"), .init(title: "phone"), .init(title: "open"),
            .init(title: "comes"),
        ])
        table.rows = answer.centres.map { centre in
            [
                decimals(centre.distance_m / 1000, 2), String(centre.id), centre.center_name, centre.city,
                centre.pincode.description, centre.phone, centre.opening.isOpen(at: now) ? "yes" : "no",
                centre.covers ? "yes" : "no",
            ]
        }
        return table
    }
}

extension NearestRequest.Mode: ExpressibleByArgument {}
