import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// The ground to whose homes an owner's centre comes: proposed by its owner, decided by an admin.
struct OwnAreaPages: Sendable {
    let providers: Providers

    var routes: [Route] {
        [
            .page(.get, "/provider/centres/{id}/area", for: .providers, show),
            Route.page(.post, "/provider/centres/{id}/area", for: .providers, propose).limited(by: .proposals),
            .page(.post, "/provider/centres/{id}/area/{area}/withdraw", for: .providers, withdraw),
        ]
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        let typed = FormBody([.init(name: "kind", value: "radius")])
        let view = FormView("provider", context.page.words, typed: typed)
        let model = try await model(record, context, typed)
        return try context.page.render(CentrePart.area.template, view.model(OwnAreaForm.names).merging(model) { $1 })
    }

    @Sendable func propose(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        var form = FormReader(context.page.form)
        guard let asked = try OwnAreaForm.read(&form) else { return try await refuse(record, context, form.problems) }
        do {
            _ = try await providers.createArea(
                of: record.centre.id, asked, for: context.user, by: context.actor)
        } catch {
            return try await refuse(record, context, [], error)
        }
        return context.page.redirect(to: Self.path(record), done: "provider.area_proposed")
    }

    /// Takes back what waits; of an area in force without a waiting change, the area itself.
    @Sendable func withdraw(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        guard let id = try context.page.request.id("area") else { throw AreaError.unknownArea }
        let revision = Int32(context.page.form["revision"])
        let precondition = AreaPrecondition.oneOf(Set([revision].compactMap { $0 }))
        let area = try await providers.area(id, for: context.user)
        guard area.provider_id == record.centre.id else { throw AreaError.unknownArea }
        do {
            if area.replacement != nil || area.shown.status == .proposed {
                try await providers.withdrawProposal(
                    ofArea: id, if: precondition, for: context.user, by: context.actor)
            } else {
                try await providers.withdrawArea(id, if: precondition, for: context.user, by: context.actor)
            }
        } catch AreaError.changedMeanwhile {
            return try await refuse(record, context, [], AreaError.changedMeanwhile)
        }
        return context.page.redirect(to: Self.path(record), done: "provider.area_withdrawn")
    }

    private func refuse(
        _ record: ProviderRecord, _ context: PersonalPageContext, _ problems: [FormProblem],
        _ error: (any Error)? = nil
    ) async throws -> Response {
        try context.page.refuse(
            CentrePart.area.template, prefix: "provider", names: OwnAreaForm.names, problems: problems, error: error,
            model: try await model(record, context, context.page.form))
    }

    private func model(
        _ record: ProviderRecord, _ context: PersonalPageContext, _ typed: FormBody
    ) async throws -> [String: Any] {
        let words = context.page.words
        let areas = try await providers.areas(
            of: record.centre.id, for: context.user, after: nil, limit: Providers.areaLimit
        ).items
        let districts = try await District.all(on: providers.pool)
        let view = OwnAreaView(words: words, districts: districts)
        var model = try await OwnCentreFrame.model(.area, record, words, providers)
        model["areas"] = areas.map { area in
            view.model(area).merging(["action": "\(CentrePart.area.path(of: record.centre.id))/\(area.id)/withdraw"]) {
                $1
            }
        }
        model["has_areas"] = !areas.isEmpty
        model["districts"] = districts.map { district -> [String: Any] in
            [
                "lgd": String(district.lgd), "name": words.language == .tamil ? district.name_ta : district.name,
                "is_chosen": typed["district_lgd"] == String(district.lgd),
            ]
        }
        return model
    }

    private static func path(_ record: ProviderRecord) -> LocalPath {
        LocalPath(CentrePart.area.path(of: record.centre.id)) ?? .home
    }
}

/// A service area as its owner is told of it.
struct OwnAreaView {
    let words: Words
    let districts: [District]

    func model(_ area: ServiceArea) -> [String: Any] {
        var model: [String: Any] = [
            "what": what(area.shown), "state": state(area.shown.status), "revision": String(area.revision),
            "is_waiting": area.replacement != nil || area.shown.status == .proposed,
            "size": words.text(
                "provider.area.size",
                ["km2": Formats(words).number(area.shown.area_km2, digits: 1)]),
        ]
        if let reason = area.shown.decisionReason { model["reason"] = reason }
        if let replacement = area.replacement {
            model["replacement"] = words.text("provider.area.replacement", ["what": what(replacement)])
        }
        return model
    }

    private func state(_ status: AreaStatus) -> [String: Any] {
        let (style, icon) =
            switch status {
            case .inForce: ("approved", "check")
            case .proposed: ("pending", "clock")
            default: ("rejected", "warning")
            }
        return ["name": words.text("provider.area.state.\(status.rawValue)"), "class": style, "icon": icon]
    }

    private func what(_ version: AreaVersion) -> String {
        let formats = Formats(words)
        let district = districts.first { $0.lgd == version.district_lgd }
        let values: [String: String] = [
            "km": formats.number(version.radius_km ?? 0, digits: 1),
            "count": formats.number(version.pincodes?.count ?? 0), "city": version.city ?? "",
            "district": district.map { words.language == .tamil ? $0.name_ta : $0.name } ?? "",
        ]
        return words.text("provider.area.kind.\(version.kind.rawValue)", values)
    }
}
