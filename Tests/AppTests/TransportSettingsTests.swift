import Configuration
import Server
import Testing

@testable import App

struct TransportSettingsTests {
    private func settings(_ values: [String: String]) throws -> Settings.Transport {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.Transport(SettingsReader(config: ConfigReader(provider: provider)))
    }

    @Test func `without any variable the server speaks plain http within bounds, and shows no metrics`() throws {
        let settings = try settings([:])
        #expect(settings.certificateFile == nil && settings.metricsPort == nil)
        #expect(settings.metricsHost == "127.0.0.1")
        #expect(settings.requestLogging == .changes)
        #expect(settings.limits.headerBytes == 32_768 && settings.limits.headerCount == 100)
        #expect(settings.limits.requestTime == .seconds(10) && settings.limits.idleTime == .seconds(60))
        #expect(settings.limits.bytesPerSecond == 1024 && settings.limits.connections == 8192)
        #expect(settings.stopTime == .seconds(20))
    }

    @Test func `variables are read`() throws {
        let settings = try settings([
            "ISTRI_TLS_CERTIFICATE": "/a.pem", "ISTRI_TLS_KEY": "/b.pem", "ISTRI_METRICS_PORT": "9464",
            "ISTRI_METRICS_HOST": "::1", "ISTRI_MAX_CONNECTIONS": "50", "ISTRI_REQUEST_SECONDS": "3",
            "ISTRI_IDLE_SECONDS": "5", "ISTRI_MIN_BYTES_PER_SECOND": "10", "ISTRI_MAX_HEADER_BYTES": "8192",
            "ISTRI_MAX_HEADERS": "20", "ISTRI_STOP_SECONDS": "7", "ISTRI_LOG_REQUESTS": "all",
        ])
        #expect(settings.certificateFile == "/a.pem" && settings.keyFile == "/b.pem")
        #expect(settings.metricsHost == "::1" && settings.metricsPort == 9464)
        #expect(settings.limits.connections == 50 && settings.isConnectionLimitGiven)
        #expect(settings.limits.requestTime == .seconds(3) && settings.limits.idleTime == .seconds(5))
        #expect(settings.limits.bytesPerSecond == 10)
        #expect(settings.limits.headerBytes == 8192 && settings.limits.headerCount == 20)
        #expect(settings.stopTime == .seconds(7))
        #expect(settings.requestLogging == .all)
    }

    @Test(arguments: [
        ("ISTRI_METRICS_PORT", "http"), ("ISTRI_METRICS_PORT", "70000"), ("ISTRI_METRICS_HOST", "a b"),
        ("ISTRI_MAX_CONNECTIONS", "5"), ("ISTRI_REQUEST_SECONDS", "0"), ("ISTRI_IDLE_SECONDS", "1h"),
        ("ISTRI_MIN_BYTES_PER_SECOND", "0"), ("ISTRI_MAX_HEADER_BYTES", "100"), ("ISTRI_MAX_HEADERS", "-1"),
        ("ISTRI_STOP_SECONDS", ""), ("ISTRI_LOG_REQUESTS", "some"), ("ISTRI_TLS_KEY", "/b.pem"),
        ("ISTRI_TLS_CERTIFICATE", "/a.pem"),
    ])
    func `a wrong value, or half of a pair, is refused in one line that names the variable`(
        name: String, value: String
    ) {
        let refusal = #expect(throws: Refusal.self) { try settings([name: value]) }
        #expect(refusal?.description.contains(name) == true)
        #expect(refusal?.description.contains("\n") == false)
    }

    @Test func `a certificate that can't be read is refused by the variables' names`() throws {
        let settings = try settings(["ISTRI_TLS_CERTIFICATE": "/nowhere/a.pem", "ISTRI_TLS_KEY": "/nowhere/b.pem"])
        let refusal = #expect(throws: Refusal.self) { try Transport.open(settings) }
        #expect(refusal?.description.hasPrefix("ISTRI_TLS_CERTIFICATE and ISTRI_TLS_KEY: ") == true)
        #expect(refusal?.description.contains("'/nowhere/a.pem'") == true)
    }

    @Test func `more connections than the system allows files for are refused, unless nobody asked for them`() throws {
        var settings = Settings.Transport()
        settings.limits.connections = 2_000_000_000
        let fitted = try OpenFiles.allow(settings)
        #expect(fitted.connections < settings.limits.connections && fitted.connections >= 10)
        settings.isConnectionLimitGiven = true
        #expect(throws: Refusal.self) { try OpenFiles.allow(settings) }
    }
}
