import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// Where the next centres should open, and what each would gain. The form only asks, so its answer can be linked to.
struct SuggestionsPage: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue
    let planner: SitingPlanner

    var routes: [Route] { [.page(.get, "/dispatch/suggestions", for: .dispatchers, show)] }

    static let names = ["objective", "count", "radius_km", "district"]

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let view = DispatchView(
            page, districts: try await catalogue.districts(),
            tamilNames: try await catalogue.tamilNames(for: page.language))
        let typed = page.query.form
        guard Self.names.contains(where: typed.has) else {
            return try page.render(.suggestions, Self.formModel(page, view, typed: typed))
        }
        var form = FormReader(typed)
        guard let question = try Self.question(&form, view) else {
            return try refuse(page, view, problems: form.problems)
        }
        let plan: SitingPlan
        do {
            plan = try await planner.plan(question, on: pool)
        } catch {
            return try refuse(page, view, error: error)
        }
        var model = Self.formModel(page, view, typed: typed)
        model["plan"] = SuggestionsView(view: view, words: page.words, plan: plan, typed: typed).model
        return try page.render(.suggestions, model)
    }

    /// Nil when something is wrong, which the form then has noted. What is left empty is as usual.
    private static func question(_ form: inout FormReader, _ view: DispatchView) throws -> SitingQuestion? {
        var question = SitingQuestion()
        let counts = Int64(SitingQuestion.counts.lowerBound)...Int64(SitingQuestion.counts.upperBound)
        if let count = try form.read({ try $0.integer("count", in: counts) }) { question.count = Int(count) }
        let radii = 0.001...SitingQuestion.greatestRadius_km
        if let radius_km = try form.read({ try $0.number("radius_km", in: radii) }) { question.radius_km = radius_km }
        if let objective = try form.read({ try $0.choice("objective", SitingQuestion.Objective.self) }) {
            question.objective = objective
        }
        if let text = try form.read({ try $0.text("district") }) {
            let district = view.find(text)
            if district == nil { form.note("district", "wrong") }
            question.district = district.map { String($0.lgd) }
        }
        return form.isFine ? question : nil
    }

    private func refuse(
        _ page: PageContext, _ view: DispatchView, problems: [FormProblem] = [], error: (any Error)? = nil
    ) throws -> Response {
        var model = DispatchTab.suggestions.model(page.words)
        model["district_options"] = Self.districtOptions(view, typed: page.query.form)
        return try page.refuse(
            DispatchTab.suggestions.template, prefix: "dispatch", names: Self.names, typed: page.query.form,
            problems: problems, error: error, model: model)
    }

    /// The form as it was typed; where nothing was, as usual.
    static func formModel(_ page: PageContext, _ view: DispatchView, typed: FormBody) -> [String: Any] {
        let usual = SitingQuestion()
        let values = [
            "objective": usual.objective.rawValue, "count": String(usual.count),
            "radius_km": String(Int(usual.radius_km)), "district": "",
        ]
        let shown = FormBody(
            names.map { name in
                FormBody.Field(name: name, value: typed[name].isEmpty ? values[name] ?? "" : typed[name])
            })
        var model = FormView("dispatch", page.words, typed: shown).model(names)
        model["district_options"] = districtOptions(view, typed: typed)
        return model
    }

    private static func districtOptions(_ view: DispatchView, typed: FormBody) -> [[String: Any]] {
        view.districtOptions(chosen: view.find(typed["district"]))
    }
}
