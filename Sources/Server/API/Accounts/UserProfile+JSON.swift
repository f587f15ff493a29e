import Marketplace

extension JSONWriter {
    /// As its owner and administrators may see it.
    package mutating func write(_ user: UserProfile, csrfToken: String? = nil, codeRequest: String? = nil) {
        object { json in
            json.writeMembers(of: user)
            if let csrfToken { json.field("csrf_token", csrfToken) }
            if let codeRequest { json.field("code_request", codeRequest) }
        }
    }

    private mutating func writeMembers(of user: UserProfile) {
        field("id", user.id)
        field("name", user.name)
        field("email", user.email)
        field("email_verified", user.emailVerifiedAt != nil)
        field("phone", user.phone)
        field("phone_verified", user.phoneVerifiedAt != nil)
        field("role", user.role.rawValue)
        field("language", user.language.rawValue)
        field("status", user.status.rawValue)
        key("consent")
        object { json in
            json.field("terms", user.termsAcceptedAt != nil)
            json.field("terms_accepted_at", user.termsAcceptedAt)
            json.field("offers", user.offersAcceptedAt != nil)
        }
        field("created_at", user.createdAt)
        field("last_login", user.lastLogin)
    }
}
