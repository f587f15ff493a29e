import Matching

/// What an admin decides about a centre.
package enum ProviderDecision: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case approve, reject, suspend
    }

    case approve
    case reject(reason: String)
    case suspend(reason: String)

    package var kind: Kind {
        switch self {
        case .approve: .approve
        case .reject: .reject
        case .suspend: .suspend
        }
    }

    var reason: String? {
        switch self {
        case .approve: nil
        case .reject(let reason), .suspend(let reason): reason
        }
    }
}

extension ProviderDecision.Kind {
    var result: CentreStatus {
        switch self {
        case .approve: .approved
        case .reject: .rejected
        case .suspend: .suspended
        }
    }

    /// Where a centre must stand for this. Approving also ends a suspension, and takes back a rejection.
    package var from: [CentreStatus] {
        switch self {
        case .approve: [.pending, .rejected, .suspended]
        case .reject: [.pending]
        case .suspend: [.approved]
        }
    }

    /// As in the audit.
    var verb: String {
        switch self {
        case .approve: "approved"
        case .reject: "rejected"
        case .suspend: "suspended"
        }
    }

    var event: DomainEvent.Kind {
        switch self {
        case .approve: .providerApproved
        case .reject: .providerRejected
        case .suspend: .providerSuspended
        }
    }
}
