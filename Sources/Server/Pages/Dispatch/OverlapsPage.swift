import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// Who else serves the ground of a centre, which `?centre=` names.
struct OverlapsPage: Sendable {
    let pool: PostgresPool

    var routes: [Route] { [.page(.get, "/dispatch/overlaps", for: .dispatchers, show)] }

    private static let pageLength = 25

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        var model: [String: Any] = ["typed": page.query.form["centre"]]
        guard let asked = page.query.text("centre") else {
            model["asks_for_centre"] = true
            return try page.render(.overlaps, model)
        }
        switch try await CentreChoice.find(asked, on: pool) {
        case .one(let centre): try await add(centre, page, to: &model)
        case .several(let centres):
            let view = DispatchView(page, districts: [], samples: Set(centres.filter(\.isSample).map(\.id)))
            model["has_choices"] = true
            model["choices"] = centres.map { centre in
                view.centre(centre.id, name: centre.center_name).merging([
                    "choice_href": DispatchTab.overlaps.address([("centre", String(centre.id))]),
                    "where": Named("\(centre.city), \(centre.pincode)", in: page.language).model,
                ]) { $1 }
            }
        case .none: model["is_unknown"] = true
        }
        return try page.render(.overlaps, model)
    }

    private func add(_ centre: Centre, _ page: PageContext, to model: inout [String: Any]) async throws {
        var list = OverlapList(provider: centre.id)
        list.after = page.query.text("cursor").flatMap { try? OverlapList.Position(cursor: $0) }
        list.limit = Self.pageLength
        let (overlaps, next) = try await list.pageInTime(on: pool)
        let samples = try await SampleCentres.among(overlaps.map(\.otherCentre) + [centre.id], on: pool)
        let view = DispatchView(page, districts: [], samples: samples)
        model["chosen"] = view.centre(centre.id, name: centre.center_name)
        model["overlaps"] = overlaps.map { overlap in
            [
                "other": view.centre(overlap.otherCentre, name: overlap.otherName),
                "overlaps_href": DispatchTab.overlaps.address([("centre", String(overlap.otherCentre))]),
                "shared_km2": view.km2(overlap.shared_km2), "area_km2": view.km2(overlap.area_km2),
                "other_km2": view.km2(overlap.other_km2),
                "share": view.formats.percent(
                    overlap.area_km2 == 0 ? 0 : min(1, overlap.shared_km2 / overlap.area_km2)),
            ] as [String: Any]
        }
        model["has_overlaps"] = !overlaps.isEmpty
        DispatchPaging.add(
            to: &model, .overlaps, [("centre", String(centre.id))], next: next?.cursor, isFirst: list.after == nil)
    }
}
