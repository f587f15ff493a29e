import Configuration
import Logging
import Marketplace
import Postgres
import Server
import SystemPackage

/// Everything that can be set from outside, read once at the start and handed down as values.
struct Settings: Sendable {
    /// The database to use; nil means a private cluster in `dataFolder`.
    var databaseURL: PostgresConnectionInfo?
    /// The same database by the login that owns the tables; nil: `databaseURL`'s does.
    var databaseOwnerURL: PostgresConnectionInfo?
    var host: String
    var port: Int
    var dataFolder: FilePath
    /// Where `sql/` and `geodata/` lie.
    var shareFolder: FilePath
    var logLevel: Logger.Level
    /// Pipelined connections for questions; each answers many askers.
    var databaseReaders: Int
    /// Memory for kept answers, in bytes.
    var keptAnswersBytes: Int
    /// Memory for kept tiles of the map, in bytes.
    var keptTilesBytes: Int
    /// Who runs the site; nil: nobody is named.
    var operatorContact: OperatorContact?
    /// What lies below the maps; nil: they have none from outside.
    var baseMap: BaseMap?
    var bookings: BookingRules
    var invoices: InvoiceRules
    var mail: Mail
    var texts: Texts
    var jobs: Jobs
    var audit: Audit
    var passwords: Passwords
    var sessions: SessionLimits
    var limits: Limits
    var transport: Transport
    var tokens: Tokens
    var razorpay: Razorpay
    /// Nil: only centres with an address of their own can be paid by UPI.
    var upi: UPIPayee?

    /// Reads the environment and, below it, the file that `ISTRI_CONFIG_FILE` names (lines `NAME=value`).
    ///
    /// - Throws: `Refusal` naming the variable, its value and what would be right.
    static func read() async throws -> Settings {
        let environment = EnvironmentVariablesProvider(secretsSpecifier: secrets)
        var providers: [any ConfigProvider] = [environment]
        if let path = ConfigReader(provider: environment).string(forKey: "istri.config.file") {
            do {
                providers.append(
                    try await EnvironmentVariablesProvider(
                        environmentFilePath: FilePath(path), secretsSpecifier: secrets))
            } catch {
                throw Refusal("ISTRI_CONFIG_FILE: the file '\(path)' can't be read.")
            }
        }
        return try read(from: SettingsReader(config: ConfigReader(providers: providers)))
    }

    static func read(from reader: SettingsReader) throws -> Settings {
        let databaseURL = try reader.conninfo("database.url")
        let databaseOwnerURL = try reader.conninfo("database.owner.url")
        guard databaseURL != nil || databaseOwnerURL == nil else {
            throw Refusal("DATABASE_OWNER_URL is set without DATABASE_URL: set that too, to the server's own login.")
        }
        return Settings(
            databaseURL: databaseURL,
            databaseOwnerURL: databaseOwnerURL,
            host: try reader.host("istri.host", default: "127.0.0.1"),
            port: try reader.integer("istri.port", in: 1...65535, default: 8080),
            dataFolder: FilePath(try reader.text("istri.data.dir") ?? ".istri"),
            shareFolder: try ShareFolder.find(given: reader.text("istri.share.dir")),
            logLevel: try reader.choice("istri.log.level", default: .info),
            databaseReaders: try reader.integer("istri.database.readers", in: 1...64, default: 4),
            keptAnswersBytes: try reader.integer("istri.kept.answers.bytes", in: 0...1 << 30, default: 16 << 20),
            keptTilesBytes: try reader.integer("istri.kept.tiles.bytes", in: 0...1 << 30, default: 32 << 20),
            operatorContact: try reader.operatorContact(),
            baseMap: try reader.baseMap(),
            bookings: try BookingRules(reader),
            invoices: try InvoiceRules(reader),
            mail: try readMail(reader),
            texts: try readTexts(reader),
            jobs: try Jobs.read(from: reader),
            audit: try Audit.read(from: reader),
            passwords: try readPasswords(reader),
            sessions: try readSessionLimits(reader),
            limits: try Limits(reader),
            transport: try Transport(reader),
            tokens: try readTokens(reader),
            razorpay: try readRazorpay(reader),
            upi: try readUPI(reader))
    }

    private static var secrets: SecretsSpecifier<String, String> {
        .specific([
            "DATABASE_URL", "DATABASE_OWNER_URL", "ISTRI_SMTP_URL", "ISTRI_SECRET_KEY", "ISTRI_SECRET_KEYS_OLD",
            "ISTRI_RAZORPAY_KEY_SECRET", "ISTRI_RAZORPAY_WEBHOOK_SECRETS",
            "ISTRI_SMS_AUTHORIZATION", "ISTRI_TWILIO_TOKEN", "ISTRI_WHATSAPP_TOKEN",
        ])
    }
}
