import HTTPTypes
import Marketplace

/// Who may use a route. What belongs to one person is checked besides by the function that answers, and is
/// 404 for everybody else.
package enum Permission: Sendable, Equatable {
    case anyone
    case signedIn(Set<Role>)

    static let everybodySignedIn = Permission.signedIn(Set(Role.allCases))
    /// Who books: for themselves, or for somebody on the phone.
    static let customersAndStaff = Permission.signedIn([.customer, .dispatcher, .admin])
    static let providers = Permission.signedIn([.provider])
    /// A centre's owner, or an admin in their place.
    static let providersAndAdmins = Permission.signedIn([.provider, .admin])
    /// What owners see of their own centres, and those who look after all of them.
    static let providersAndStaff = Permission.signedIn([.provider, .dispatcher, .admin])
    /// An admin may do all that a dispatcher may.
    static let dispatchers = Permission.signedIn([.dispatcher, .admin])
    static let admins = Permission.signedIn([.admin])

    /// - Throws: `Problem` 403 `forbidden` when the role may not.
    func check(_ user: SignedInUser) throws {
        guard case .signedIn(let roles) = self, !roles.contains(user.role) else { return }
        throw Problem(.forbidden, "forbidden", "An account with the role '\(user.role.rawValue)' may not do this.")
    }
}
