import HTTPTypes

/// What every answer tells browsers not to do with it.
struct SecurityHeaders: Sendable {
    /// The strict default for answers that aren't pages: nothing may be loaded, framed or sent from one. A page sets
    /// the header `Content-Security-Policy` itself, with nonces or hashes of what it brings.
    static let contentPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    private static let others: HTTPFields = [
        .xContentTypeOptions: "nosniff",
        .xFrameOptions: "DENY",
        .referrerPolicy: "same-origin",
        .permissionsPolicy: "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
        .crossOriginOpenerPolicy: "same-origin",
        .crossOriginResourcePolicy: "same-origin",
    ]

    /// A year, as browsers' preload lists want it.
    static let strictTransport = "max-age=31536000; includeSubDomains"

    /// The answer's own fields and ours.
    ///
    /// - Parameter isSecure: Whether the client reached us by https; a browser must not be told over http.
    func fields(for answer: HTTPFields, isSecure: Bool = false) -> HTTPFields {
        var fields = answer
        fields.reserveCapacity(answer.count + 10)
        if answer[.contentSecurityPolicy] == nil {
            fields.append(HTTPField(name: .contentSecurityPolicy, value: Self.contentPolicy))
        }
        for field in Self.others { fields.append(field) }
        if isSecure { fields.append(HTTPField(name: .strictTransportSecurity, value: Self.strictTransport)) }
        return fields
    }
}

extension HTTPField.Name {
    static let xFrameOptions = HTTPField.Name("X-Frame-Options")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
