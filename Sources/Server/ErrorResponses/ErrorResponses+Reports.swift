import Marketplace

extension ErrorResponses {
    static func report(_ error: ReportError) -> Problem {
        switch error {
        case .notBegun: .invalidParameter("month", "This month hasn't begun: there is nothing to report yet.")
        }
    }
}
