/// Who makes a change, as far as the audit can know.
package struct Actor: Sendable {
    /// Nil: the system itself, or somebody who isn't signed in.
    package let userID: Int64?
    package let role: Role?
    /// The network address that the request came from.
    package let address: String?
    package let requestID: String?

    package init(userID: Int64?, role: Role?, address: String?, requestID: String?) {
        self.userID = userID
        self.role = role
        self.address = address
        self.requestID = requestID
    }

    /// A job, or a command typed on the machine.
    package static let system = Actor(userID: nil, role: nil, address: nil, requestID: nil)
}
