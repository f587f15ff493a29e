import Hummingbird
import Marketplace
import Matching

/// The form in which a service area is chosen, drawn or uploaded (`areas/editor`), on admins' pages and on owners'.
struct AreaEditor: Sendable {
    enum Audience: Sendable { case admin, owner }

    let audience: Audience
    /// Nil for a new one.
    let area: ServiceArea?
    let record: ProviderRecord

    private static let mostNear = 40

    /// Where it is sent.
    var path: String {
        switch (audience, area) {
        case (.admin, let area?): "/admin/areas/\(area.id)"
        case (.admin, nil): "/admin/centres/\(record.centre.id)/areas/new"
        case (.owner, let area?): "\(CentrePart.area.path(of: record.centre.id))/\(area.id)"
        case (.owner, nil): CentrePart.area.path(of: record.centre.id)
        }
    }

    /// Where a script that has saved it goes on, `{id}` being the area's.
    private var doneAddress: String {
        switch audience {
        case .admin: "/admin/areas/{id}?done=admin.area_saved"
        case .owner: CentrePart.area.path(of: record.centre.id) + "?done=provider.area_proposed"
        }
    }

    /// For a page that shows it: as the area is, or would be once what waits is approved.
    func model(_ page: PageContext, from catalogue: Catalogue) async throws -> [String: Any] {
        let near = try await near(catalogue)
        let typed = AreaForm.typed(area.map { $0.replacement ?? $0.shown }, near: near)
        let form = FormView("areas", page.words, typed: typed).model(AreaForm.names)
        return form.merging(try await model(page, typed, near, catalogue)) { $1 }
    }

    /// The page of a form that was refused.
    ///
    /// - Parameters:
    ///   - asked: What it asked for, as far as that could be read.
    ///   - model: What the template needs besides.
    func refuse(
        _ template: String, _ page: PageContext, _ asked: AreaRequest? = nil, problems: [FormProblem] = [],
        error: (any Error)? = nil, model: [String: Any] = [:], from catalogue: Catalogue
    ) async throws -> Response {
        let typed = asked?.typed(page.form) ?? page.form
        var (problems, error) = (problems, error)
        if let refusal = error as? GeometryRefusal {
            problems.append(AreaForm.problem(for: refusal, page.form))
            error = nil
        }
        var editor = try await self.model(page, typed, try await near(catalogue), catalogue)
        editor["is_refused"] = true
        return try page.refuse(
            template, prefix: "areas", names: AreaForm.names, typed: typed, problems: problems, error: error,
            model: model.merging(editor) { $1 })
    }

    private func near(_ catalogue: Catalogue) async throws -> [NearPincode] {
        try await NearPincode.find(record.centre.location, most: Self.mostNear, on: catalogue.pool)
    }

    private func model(
        _ page: PageContext, _ typed: FormBody, _ near: [NearPincode], _ catalogue: Catalogue
    ) async throws -> [String: Any] {
        let districts = DispatchView(page, districts: try await catalogue.districts())
        let tamilNames = try await catalogue.tamilNames(for: page.language)
        let formats = Formats(page.words)
        let chosen = Set(typed.all(AreaForm.nearName))
        var model: [String: Any] = [
            "kinds": Self.kinds(page.words, chosen: AreaKind(rawValue: typed["kind"]) ?? .radius),
            "district_options": districts.districtOptions(chosen: districts.find(typed["district_lgd"])),
            "near": near.map { pincode -> [String: Any] in
                [
                    "pincode": pincode.pincode.description,
                    "name": Named(pincode.name, tamil: tamilNames[pincode.pincode], in: page.language).model,
                    "distance": formats.distance(pincode.distance_m),
                    "is_chosen": chosen.contains(pincode.pincode.description),
                ]
            },
            "near_name": AreaForm.nearName,
        ]
        model["editor"] = frame(page.words)
        return model
    }

    private static func kinds(_ words: Words, chosen: AreaKind) -> [[String: Any]] {
        [AreaKind.radius, .pincodes, .city, .district, .polygon].map { kind in
            [
                "value": kind.rawValue, "label": words.text("areas.kind.\(kind.rawValue)"),
                "is_chosen": kind == chosen,
            ]
        }
    }

    /// What scripts are told, and what differs by who reads it.
    private func frame(_ words: Words) -> [String: Any] {
        let centre = record.centre
        var model: [String: Any] = [
            "action": path, "done": doneAddress, "provider_id": String(centre.id), "lat": String(centre.location.lat),
            "lng": String(centre.location.lng), "map": words.text("areas.editor.map"),
        ]
        switch audience {
        case .admin:
            model["preview"] = "what-if"
            model["layers"] = "districts pincodes service_areas providers places"
            model["submit"] = words.text("areas.editor.save")
            if centre.status != CentreStatus.approved.rawValue { model["provider_status"] = centre.status }
        case .owner:
            // Who else is where, and what the network would gain, is for the staff.
            model["preview"] = "check"
            model["layers"] = "districts providers places"
            model["submit"] = words.text("areas.editor.propose")
        }
        if let area {
            model["area_id"] = String(area.id)
            model["revision"] = String(area.revision)
        }
        return model
    }
}
