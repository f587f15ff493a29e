import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// What would become of the coverage if centres opened or closed, without drawing. Nothing is stored: the imagined
/// changes stand in the address, so each answer can be linked to, and going back takes a change back.
struct WhatIfPage: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue

    var routes: [Route] { [.page(.get, "/dispatch/what-if", for: .dispatchers, show)] }

    static let names = ["place", "radius_km", "centre"]

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        var changes: [ImaginedChange] = []
        for text in page.query.form.all(ImaginedChange.field) {
            // What can't be read or comes twice is passed over.
            guard let change = ImaginedChange(text), !changes.contains(change) else { continue }
            changes.append(change)
        }
        changes = Array(changes.prefix(WhatIf.mostChanges))
        switch try await WhatIfForm.added(page.query, to: changes, on: pool) {
        case .nothing: return try await show(changes, page)
        case .change(let change):
            let all = changes.contains(change) ? changes : changes + [change]
            return page.redirect(to: LocalPath(ImaginedChange.address(of: all)) ?? .home)
        case .choices(let centres):
            var model = try await base(changes, page).model
            let view = DispatchView(page, districts: [], samples: Set(centres.filter(\.isSample).map(\.id)))
            model["has_choices"] = true
            model["choices"] = centres.map { centre in
                view.centre(centre.id, name: centre.center_name).merging([
                    "choice_href": ImaginedChange.address(of: changes + [.closing(centre.id)]),
                    "where": Named("\(centre.city), \(centre.pincode)", in: page.language).model,
                ]) { $1 }
            }
            return try page.render(.whatIf, model.merging(formModel(page)) { own, _ in own })
        case .problems(let problems, let error):
            let model = try await base(changes, page).model.merging(DispatchTab.whatIf.model(page.words)) { $1 }
            return try page.refuse(
                DispatchTab.whatIf.template, prefix: "dispatch", names: Self.names, typed: typed(page),
                problems: problems, error: error, model: model)
        }
    }

    private func show(_ changes: [ImaginedChange], _ page: PageContext) async throws -> Response {
        let (base, imagined) = try await base(changes, page)
        var model = base
        if !imagined.isEmpty {
            do {
                let answer = try await WhatIf(imagined).answer(on: pool)
                let samples = try await SampleCentres.among(answer.overlapping.map(\.id), on: pool)
                let view = DispatchView(page, districts: [], samples: samples)
                model["answer"] = WhatIfView(view: view, answer: answer).model
            } catch let error as WhatIfError {
                // The list of changes is still there, to take away what can't be imagined.
                model["refusal"] = page.refusal(ErrorResponses.problem(for: error))
            }
        }
        return try page.render(.whatIf, model.merging(formModel(page)) { own, _ in own })
    }

    private func formModel(_ page: PageContext) -> [String: Any] {
        FormView("dispatch", page.words, typed: typed(page)).model(Self.names)
    }

    /// What was typed, with the usual radius where none was.
    private func typed(_ page: PageContext) -> FormBody {
        let typed = page.query.form
        let radius = typed.has("radius_km") ? typed["radius_km"] : String(Int(ImaginedChange.usualRadius_km))
        let place = typed.has("place") ? typed["place"] : typed["pincode"]
        return FormBody([("place", place), ("radius_km", radius), ("centre", typed["centre"])])
    }

    /// The list of changes as the page shows it, and as they are asked about; those of places and centres that aren't there
    /// are told as such and left out.
    private func base(
        _ changes: [ImaginedChange], _ page: PageContext
    ) async throws -> (model: [String: Any], imagined: [WhatIf.Change]) {
        var imagined: [WhatIf.Change] = []
        var rows: [[String: Any]] = []
        let formats = Formats(page.words)
        let tamilNames = try await catalogue.tamilNames(for: page.language)
        for change in changes {
            var row: [String: Any] = [
                "value": change.text, "remove_href": ImaginedChange.address(of: changes.filter { $0 != change }),
            ]
            switch change {
            case .opening(let pincode, let radius_km):
                row["is_opening"] = true
                row["pincode"] = pincode.description
                row["radius"] = formats.number(radius_km, digits: 3)
                if let facts = try await Self.orNil({ try await PincodeFacts.find(pincode, on: pool) }) {
                    row["name"] = Named(facts.name, tamil: tamilNames[pincode], in: page.language).model
                    row["map_href"] = DispatchTab.map.address([("pincode", pincode.description)])
                    imagined.append(.add(.circle(facts.location, radius_km: radius_km), provider: nil))
                } else {
                    row["is_unknown"] = true
                }
            case .closing(let id):
                row["centre_id"] = String(id)
                if let centre = try await Self.orNil({ try await CentreDetail.find(id, on: pool).centre }) {
                    let samples: Set<Int64> = centre.isSample ? [id] : []
                    let view = DispatchView(page, districts: [], samples: samples)
                    row["centre"] = view.centre(id, name: centre.center_name)
                    imagined.append(.remove(provider: id))
                } else {
                    row["is_unknown"] = true
                }
            }
            rows.append(row)
        }
        let model: [String: Any] = [
            "changes": rows, "has_changes": !rows.isEmpty, "is_full": changes.count >= WhatIf.mostChanges,
        ]
        return (model, imagined)
    }

    /// Nil for what isn't there.
    private static func orNil<Value: Sendable>(_ find: () async throws -> Value) async throws -> Value? {
        do {
            return try await find()
        } catch is MatchingError {
            return nil
        }
    }
}
