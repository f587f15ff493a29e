import Marketplace
import Matching
import Postgres

/// "Tell me when someone serves me", as `search/watch_form` shows it.
enum WatchForm {
    static let names = ["pincode", "contact", "consent"]

    /// Filled in with what is known: the place, and how to reach whoever is signed in.
    static func model(_ page: PageContext, pincode: Pincode?, on pool: PostgresPool) async throws -> [String: Any] {
        var typed: [FormBody.Field] = []
        if let pincode { typed.append(.init(name: "pincode", value: pincode.description)) }
        if let user = page.user {
            let profile = try await UserProfile.find(user.id, on: pool)
            let contact = profile.phone ?? profile.email ?? ""
            typed.append(.init(name: "contact", value: contact))
        }
        return FormView("search", page.words, typed: FormBody(typed)).model(names)
    }

    /// A phone number or an e-mail address in one field.
    ///
    /// - Throws: `Problem` 422 when it is neither.
    static func contact(_ fields: inout BodyFields, _ name: String) throws -> CoverageWatches.Contact? {
        guard let text = try fields.text(name, length: 1...254) else { return nil }
        if text.contains("@") {
            if let email = EmailAddress(text) { return .email(email) }
        } else if let phone = PhoneNumber(text) {
            return .phone(phone)
        }
        throw Problem.invalidParameter(name, "'\(name)' must be a phone number or an e-mail address.")
    }
}
