import Foundation

/// A mail that may wait in the queue: nothing in it is secret.
package enum MailTemplate: Sendable, Codable, Equatable {
    case accountNotice(AccountNotice, at: Date)
    case centreApproved(centreName: String)
    case centreRejected(centreName: String, reason: String)
    case centreSuspended(centreName: String, reason: String)
    case coverageBegun(pincode: String, name: String)

    /// - Parameter site: The public address of the site.
    package func text(in language: Language, site: String) -> MailText {
        switch self {
        case .accountNotice(let notice, let date):
            switch language {
            case .english: notice.english(at: date, site: site)
            case .tamil: notice.tamil(at: date, site: site)
            }
        case .centreApproved(let name):
            switch language {
            case .english: CentreMails.englishApproved(name, site: site)
            case .tamil: CentreMails.tamilApproved(name, site: site)
            }
        case .centreRejected(let name, let reason):
            switch language {
            case .english: CentreMails.englishRejected(name, reason)
            case .tamil: CentreMails.tamilRejected(name, reason)
            }
        case .centreSuspended(let name, let reason):
            switch language {
            case .english: CentreMails.englishSuspended(name, reason)
            case .tamil: CentreMails.tamilSuspended(name, reason)
            }
        case .coverageBegun(let pincode, let name):
            switch language {
            case .english: CoverageMails.englishBegun(pincode, name, site: site)
            case .tamil: CoverageMails.tamilBegun(pincode, name, site: site)
            }
        }
    }
}
