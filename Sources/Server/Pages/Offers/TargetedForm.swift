import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// A form with words, a target and more, as offers and broadcasts are made by: how it is shown, and what becomes of it
/// when something is wrong.
struct TargetedForm: Sendable {
    let template: String
    /// The names of its fields besides words and target.
    let further: [String]
    let catalogue: Catalogue

    private var names: [String] { FormReader.offerWords + TargetForm.names + further }

    /// - Parameter own: What the template needs besides.
    func show(_ page: PageContext, typed: FormBody, _ own: [String: Any] = [:]) async throws -> Response {
        let fields = FormView("offers", page.words, typed: typed).model(names)
        return try page.render(template, fields.merging(try await model(page, typed, own)) { $1 })
    }

    /// Reads what was sent and does it. What is wrong with it is told beside its fields, with all that was typed.
    ///
    /// - Parameters:
    ///   - read: Notes what is wrong.
    ///   - act: Throws `OfferError` or `GeometryRefusal` for what turns out to be.
    func answer<Wish: Sendable>(
        _ page: PageContext, _ own: [String: Any] = [:], read: (inout FormReader) throws -> Wish?,
        act: (Wish) async throws -> Response
    ) async throws -> Response {
        var form = FormReader(page.form)
        let wish = try read(&form)
        guard form.isFine, let wish else { return try await refuse(page, form.problems, own) }
        do {
            return try await act(wish)
        } catch let refusal as GeometryRefusal {
            return try await refuse(page, [TargetForm.problem(for: refusal)], own)
        } catch let error as OfferError {
            guard let problem = Self.problem(for: error) else { return try await refuse(page, [], own, error) }
            return try await refuse(page, [problem], own)
        }
    }

    func refuse(
        _ page: PageContext, _ problems: [FormProblem], _ own: [String: Any], _ error: (any Error)? = nil
    ) async throws -> Response {
        try page.refuse(
            template, prefix: "offers", names: names, problems: problems, error: error,
            model: try await model(page, page.form, own))
    }

    private func model(_ page: PageContext, _ typed: FormBody, _ own: [String: Any]) async throws -> [String: Any] {
        TargetForm.model(page, try await catalogue.districts(), typed: typed).merging(own) { $1 }
    }

    /// Beside which field it is told; nil when it is no field's fault.
    private static func problem(for error: OfferError) -> FormProblem? {
        switch error {
        case .unknownDistrict: FormProblem(field: "district_lgd", code: "wrong")
        case .unknownPincode: FormProblem(field: "pincodes", code: "wrong")
        case .unknownProvider: FormProblem(field: "provider_id", code: "wrong")
        case .endsBeforeItBegins: FormProblem(field: "ends_at", code: "order")
        case .limitBelowUses: FormProblem(field: "total_limit", code: "below_uses")
        default: nil
        }
    }
}
