/// A form that was sent when nobody was signed in any more: what was typed goes along while its owner signs in.
struct KeptForm: Sendable {
    static let actionField = "kept_action"
    static let bodyField = "kept"

    let action: LocalPath
    let body: FormBody

    /// Nil when there is nothing to keep.
    init?(action: LocalPath, form: FormBody) {
        let body = form.without(Self.isSecret)
        guard !body.fields.isEmpty else { return nil }
        self.action = action
        self.body = body
    }

    /// As it came along with another form; nil when it didn't.
    init?(in form: FormBody) {
        guard let action = LocalPath(form[Self.actionField]), form.has(Self.bodyField),
            let body = FormBody(encoded: form[Self.bodyField])
        else { return nil }
        self.init(action: action, form: body)
    }

    /// For the hidden fields of a form that takes it along.
    var model: [String: Any] { ["action": action.text, "body": body.encoded] }

    /// For the form that sends it at last.
    var fieldModels: [[String: Any]] { body.fields.map { ["name": $0.name, "value": $0.value] } }

    /// By the words of a field's name: a pincode is no code.
    static func isSecret(_ name: String) -> Bool {
        let secrets: Set<Substring> = ["password", "otp", "code", "csrf"]
        let words = name.split { !$0.isLetter }
        return [actionField, bodyField].contains(name) || words.contains(where: secrets.contains)
    }
}
