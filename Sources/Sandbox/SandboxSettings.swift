/// Where the sandbox answers, and by what it knows its one merchant.
package struct SandboxSettings: Sendable {
    package var host = "127.0.0.1"
    /// 0: any that is free.
    package var port: Int
    package var keyID: String
    package var keySecret: String
    /// Signs webhooks.
    package var webhookSecret: String
    /// Where they are sent; nil: nowhere, until somebody says so.
    package var webhookURL: String?
    /// Where the book is kept; nil: in memory alone.
    package var folder: String?

    package init(port: Int, keyID: String, keySecret: String, webhookSecret: String) {
        self.port = port
        self.keyID = keyID
        self.keySecret = keySecret
        self.webhookSecret = webhookSecret
    }
}
