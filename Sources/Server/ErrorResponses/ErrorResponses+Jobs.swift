import HTTPTypes
import Jobs

extension ErrorResponses {
    static func problem(for error: JobError) -> Problem {
        switch error {
        case .unknownJob:
            Problem(.notFound, "unknown_job", "There is no such job; those that are done are not kept.")
        case .notDead(let status):
            Problem(.conflict, "job_not_dead", "The job is \(status.rawValue); only a dead one can be tried again.")
        case .sameWorkWaits:
            Problem(.conflict, "job_waits", "Another job waits that will do the same work.")
        }
    }
}
