import HTTPTypes
import Hummingbird
import Marketplace

/// What a request brings along to prove who sent it.
enum Credentials {
    /// `__Host-` makes browsers demand Secure, Path=/ and no Domain.
    static let cookieName = "__Host-istri"

    case none
    case cookie(OpaqueToken)
    case bearer(String)
    /// Something was sent that can't be a credential of ours.
    case malformed

    init(_ request: Request) {
        if let header = request.headers[.authorization] {
            let parts = header.split(separator: " ", maxSplits: 1)
            let isBearer = parts.count == 2 && parts[0].lowercased() == "bearer"
            self = isBearer ? .bearer(String(parts[1])) : .malformed
        } else if let value = request.cookies[Self.cookieName]?.value {
            self = OpaqueToken(value).map(Credentials.cookie) ?? .malformed
        } else {
            self = .none
        }
    }
}
