import Foundation

/// A mail that may wait in the queue: nothing in it is secret.
package enum MailTemplate: Sendable, Codable, Equatable {
    case accountNotice(AccountNotice, at: Date)
    case centreApproved(centreName: String)
    case centreRejected(centreName: String, reason: String)
    case centreSuspended(centreName: String, reason: String)
    case areaApproved(centreName: String, area: Int64)
    case areaRejected(centreName: String, area: Int64, reason: String)
    /// By an admin.
    case areaRedrawn(centreName: String, area: Int64)
    /// By an admin.
    case areaTakenAway(centreName: String, area: Int64)
    case coverageBegun(pincode: String, name: String)
    case booking(BookingNotice)

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
        case .areaApproved(let name, let area):
            switch language {
            case .english: AreaMails.englishApproved(name, area, site: site)
            case .tamil: AreaMails.tamilApproved(name, area, site: site)
            }
        case .areaRejected(let name, let area, let reason):
            switch language {
            case .english: AreaMails.englishRejected(name, area, reason, site: site)
            case .tamil: AreaMails.tamilRejected(name, area, reason, site: site)
            }
        case .areaRedrawn(let name, let area):
            switch language {
            case .english: AreaMails.englishRedrawn(name, area, site: site)
            case .tamil: AreaMails.tamilRedrawn(name, area, site: site)
            }
        case .areaTakenAway(let name, let area):
            switch language {
            case .english: AreaMails.englishTakenAway(name, area, site: site)
            case .tamil: AreaMails.tamilTakenAway(name, area, site: site)
            }
        case .coverageBegun(let pincode, let name):
            switch language {
            case .english: CoverageMails.englishBegun(pincode, name, site: site)
            case .tamil: CoverageMails.tamilBegun(pincode, name, site: site)
            }
        case .booking(let notice): BookingMails.text(notice, language, site: site)
        }
    }
}
