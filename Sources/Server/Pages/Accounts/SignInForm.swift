import Marketplace

/// The form of the sign-in page, which also stands wherever somebody must sign in to go on.
enum SignInForm {
    static let template = "accounts/sign_in"
    static let names = ["login", "password"]
    static let secrets: Set<String> = ["password"]

    static func model(_ page: PageContext, typed: FormBody, next: LocalPath?) -> [String: Any] {
        FormView("accounts", page.words, typed: typed).model(names, secrets: secrets)
            .merging(onward(page, next: next)) { $1 }
    }

    /// What each step hands on to the next: where its owner wants to go, and a form that is kept for them.
    static func onward(_ page: PageContext, next: LocalPath? = nil) -> [String: Any] {
        var model: [String: Any] = [:]
        if let next = next ?? LocalPath(page.form["next"]) ?? page.query.text("next").flatMap({ LocalPath($0) }) {
            model["next"] = next.text
            model["next_encoded"] = next.encoded
        }
        if let kept = KeptForm(in: page.form) { model["kept"] = kept.model }
        return model
    }

    /// Whether it only comes from the other way to sign in: by a form, since a link would lose one that is kept.
    static func begins(_ page: PageContext) -> Bool { page.form["begin"] == "true" }

    /// An e-mail address or a phone number; nil when it is neither.
    static func name(_ text: String) -> SignInRequest.Name? {
        if text.contains("@") { return EmailAddress(text).map(SignInRequest.Name.email) }
        return PhoneNumber(text).map(SignInRequest.Name.phone)
    }
}
