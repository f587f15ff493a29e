import Configuration
import Server
import Testing

@testable import App

struct OperatorSettingsTests {
    private func settings(_ values: [String: String]) throws -> Settings {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider)))
    }

    @Test func `nobody is named unless the operator does so`() throws {
        #expect(try settings([:]).operatorContact == nil)
        let named = try settings([
            "ISTRI_OPERATOR_NAME": "இஸ்திரி அறக்கட்டளை", "ISTRI_OPERATOR_CONTACT": "care@example.org",
        ])
        #expect(named.operatorContact?.name == "இஸ்திரி அறக்கட்டளை")
    }

    @Test func `the maps have a base map only if the operator gives one`() throws {
        #expect(try settings([:]).baseMap == nil)
        let given = try settings(["ISTRI_TILE_URL": "/basemap/{z}/{x}/{y}.png", "ISTRI_TILE_ATTRIBUTION": "Survey"])
        #expect(given.baseMap?.url == "/basemap/{z}/{x}/{y}.png")
    }

    @Test(arguments: [
        ["ISTRI_TILE_URL": "https://tiles.example.org/{z}/{x}/{y}.png"], ["ISTRI_TILE_ATTRIBUTION": "Survey"],
        ["ISTRI_TILE_URL": "http://tiles.example.org/{z}/{x}/{y}.png", "ISTRI_TILE_ATTRIBUTION": "Survey"],
        ["ISTRI_TILE_URL": "https://tiles.example.org/{z}/{x}/{y}.png", "ISTRI_TILE_ATTRIBUTION": ""],
        ["ISTRI_OPERATOR_NAME": "Istri"], ["ISTRI_OPERATOR_CONTACT": "care@example.org"],
        ["ISTRI_OPERATOR_NAME": "Istri", "ISTRI_OPERATOR_CONTACT": "javascript:alert(1)"],
        ["ISTRI_OPERATOR_NAME": "Two\nlines", "ISTRI_OPERATOR_CONTACT": "care@example.org"],
        ["ISTRI_OPERATOR_NAME": String(repeating: "x", count: 101), "ISTRI_OPERATOR_CONTACT": "care@example.org"],
    ])
    func `half of it, or what is none, is refused in one line that names the variable`(values: [String: String]) {
        let text = #expect(throws: Refusal.self) { try settings(values) }?.description ?? ""
        #expect(values.keys.contains { text.hasPrefix($0) })
    }
}
