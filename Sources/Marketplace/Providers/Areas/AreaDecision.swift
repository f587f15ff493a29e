/// What an admin decides about a proposed area, or about a proposed change of one in force.
package enum AreaDecision: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case approve, reject
    }

    case approve
    case reject(reason: String)

    package var kind: Kind {
        switch self {
        case .approve: .approve
        case .reject: .reject
        }
    }

    var reason: String? {
        switch self {
        case .approve: nil
        case .reject(let reason): reason
        }
    }
}

extension AreaDecision.Kind {
    /// Where an area without a proposed change must stand for this. Approving also takes back a rejection.
    package var from: [AreaStatus] {
        switch self {
        case .approve: [.proposed, .rejected]
        case .reject: [.proposed]
        }
    }
}
