import HTTPTypes
import Hummingbird
import Marketplace

extension PageContext {
    /// The page of a form that was refused: with all that was typed and a message beside each field.
    ///
    /// - Parameters:
    ///   - prefix: Where the form's messages are among the translations; see `FormProblem`.
    ///   - names: All its fields.
    ///   - typed: What was typed, when it didn't come as a form: `query.form`.
    ///   - problems: What is known to be wrong.
    ///   - error: What else was thrown; an error that has nothing to do with the form is thrown on.
    ///   - model: What the template needs besides.
    func refuse(
        _ template: String, prefix: String, names: [String], secrets: Set<String> = [],
        typed: FormBody? = nil, problems: [FormProblem] = [], error: (any Error)? = nil, model: [String: Any] = [:]
    ) throws -> Response {
        var view = FormView(prefix, words, typed: typed ?? form)
        view.problems = problems
        var status = HTTPResponse.Status.unprocessableContent
        var headers: HTTPFields = [:]
        if let error {
            let problem = ErrorResponses.problem(for: error)
            guard problem.status.kind == .clientError || problem.status == .serviceUnavailable else { throw error }
            if let fields = FormProblem.all(in: error) {
                view.problems += fields
                let known = Set(names)
                if !fields.contains(where: { known.contains($0.field) }) { view.refusal = refusal(problem) }
            } else {
                view.refusal = refusal(problem)
            }
            if let wait = problem.headers[.retryAfter] {
                status = problem.status
                headers[.retryAfter] = wait
            }
            request.trace.refused(with: problem.code)
        } else {
            request.trace.refused(with: "invalid_form")
        }
        let model = view.model(names, secrets: secrets).merging(model) { $1 }
        var response = try render(template, model, status: status)
        for field in headers { response.headers.append(field) }
        return response
    }

    /// What a person is told of it, in their language.
    func refusal(_ problem: Problem) -> String { PageErrors.text(problem, words) }

    /// Leads to the sign-in page and back; a form that was sent is kept meanwhile.
    func askToSignIn() throws -> Response {
        guard let kept = KeptForm(action: address, form: form) else {
            guard isRead else {
                return try signInPage(next: .home, status: .unauthorized)
            }
            let next = "/sign-in?next=" + address.without(["lang"]).encoded + "&first=true"
            return redirect(to: LocalPath(next) ?? .home)
        }
        return try signInPage(next: address, kept: kept, status: .unauthorized)
    }

    private func signInPage(
        next: LocalPath, kept: KeptForm? = nil, status: HTTPResponse.Status
    ) throws -> Response {
        var model = SignInForm.model(self, typed: FormBody(), next: next)
        if let kept { model["kept"] = kept.model }
        model["notice"] = words.text("frame.signed_out_meanwhile")
        return try render(SignInForm.template, model, status: status)
    }

    /// A page with a button that sends the form, now that its owner is signed in.
    ///
    /// - Parameters:
    ///   - session: In place of the request's.
    ///   - owner: Whose session that is. On a phone that several share it may not be theirs who typed.
    func offer(
        _ kept: KeptForm, session: OpaqueToken? = nil, owner: String? = nil, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let token = (session ?? self.session).map { CSRFToken.text(for: $0) } ?? ""
        var model: [String: Any] = [
            "action": kept.action.text, "kept_fields": kept.fieldModels, "csrf_token": token,
        ]
        if let name = owner ?? holder?.name { model["owner"] = Named(name, in: language).model }
        return try render("frame/continue", model, status: status)
    }

    func askForSecondFactor() throws -> Response {
        guard isRead else { throw SecondFactorError.mustBeSetUp }
        return redirect(to: LocalPath("/account/second-factor") ?? .home, done: "frame.second_factor_needed")
    }
}
