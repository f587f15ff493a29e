import Configuration
import Testing

@testable import App

struct JobSettingsTests {
    private func settings(_ values: [String: String]) throws -> Settings.Jobs {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider))).jobs
    }

    @Test func `by default a server does jobs too, and a lost worker's wait half a minute`() throws {
        let jobs = try settings([:])
        #expect(jobs.workersInServe == 4)
        #expect(jobs.lease == .seconds(30))
    }

    @Test func `jobs can be left to other processes`() throws {
        let jobs = try settings(["ISTRI_WORKERS": "0", "ISTRI_JOB_LEASE_SECONDS": "5"])
        #expect(jobs.workersInServe == 0)
        #expect(jobs.lease == .seconds(5))
    }

    @Test(arguments: [
        ("ISTRI_WORKERS", "-1"), ("ISTRI_WORKERS", "257"), ("ISTRI_WORKERS", "many"),
        ("ISTRI_JOB_LEASE_SECONDS", "0"), ("ISTRI_JOB_LEASE_SECONDS", "3601"),
    ])
    func `a wrong value is refused by its name`(name: String, value: String) {
        let refusal = #expect(throws: Refusal.self) { try settings([name: value]) }
        #expect(refusal?.description.hasPrefix("\(name) is '\(value)'") == true)
    }
}
