import Configuration
import Marketplace
import Testing

@testable import App

struct InvoiceSettingsTests {
    private static let whole = [
        "ISTRI_SECTION_9_5": "on", "ISTRI_OPERATOR_NAME": "Istri", "ISTRI_OPERATOR_CONTACT": "help@example.org",
        "ISTRI_OPERATOR_ADDRESS": "1 Anna Salai, Chennai - 600002", "ISTRI_OPERATOR_GSTIN": "33AAACI1234R1ZK",
    ]

    private func rules(_ values: [String: String]) throws -> InvoiceRules {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider))).invoices
    }

    @Test func `until somebody says otherwise each centre is its own supplier`() throws {
        #expect(try rules([:]).platform == nil)
        #expect(try rules(Self.whole.merging(["ISTRI_SECTION_9_5": "off"]) { $1 }).platform == nil)
    }

    @Test func `with section 9(5) the operator supplies, by name, address and number`() throws {
        let platform = try #require(try rules(Self.whole).platform)
        #expect(platform.name == "Istri" && platform.gstin.text == "33AAACI1234R1ZK")
        #expect(platform.address == "1 Anna Salai, Chennai - 600002")
    }

    @Test func `the operator bills its centres once it is named whole, whoever supplies the repairs`() throws {
        let isOff = ["ISTRI_SECTION_9_5": "off"]
        #expect(try rules(Self.whole).biller?.gstin.text == "33AAACI1234R1ZK")
        #expect(try rules(Self.whole.merging(isOff) { $1 }).biller?.name == "Istri")
        #expect(try rules([:]).biller == nil)
        for name in ["ISTRI_OPERATOR_ADDRESS", "ISTRI_OPERATOR_GSTIN"] {
            var values = Self.whole.merging(isOff) { $1 }
            values[name] = nil
            #expect(try rules(values).biller == nil, "\(name)")
        }
    }

    @Test(arguments: ["ISTRI_OPERATOR_ADDRESS", "ISTRI_OPERATOR_GSTIN"])
    func `what its invoices need must be there`(name: String) throws {
        var values = Self.whole
        values[name] = nil
        let refusal = #expect(throws: Refusal.self) { try rules(values) }
        #expect("\(try #require(refusal))".contains("ISTRI_OPERATOR_GSTIN"))
    }

    @Test func `a wrong GSTIN and a wrong switch are refused by their names`() throws {
        for (name, value) in [("ISTRI_OPERATOR_GSTIN", "33AAACI1234R1ZX"), ("ISTRI_SECTION_9_5", "maybe")] {
            let refusal = #expect(throws: Refusal.self) { try rules(Self.whole.merging([name: value]) { $1 }) }
            #expect("\(try #require(refusal))".contains(name))
        }
    }
}
