import Foundation
import Marketplace

/// The first step of a sign-in that needs a second factor, as it travels through the browser and back: sealed, so that
/// the password stands in no page, and good for a few minutes.
struct SignInStep: Codable, Sendable {
    /// Exactly one of `password` and `code` is there; `login` is a phone number for a code.
    let login: String
    var password: String?
    var code: String?
    /// What whoever asked for the code was given.
    var codeRequest: String?
    private var at = Date()

    static let lifetime_s: TimeInterval = 600
    private static let purpose = "sign-in step"

    init(login: String, password: String? = nil, code: String? = nil, codeRequest: String? = nil) {
        self.login = login
        self.password = password
        self.code = code
        self.codeRequest = codeRequest
    }

    /// Nil when it isn't one of ours, or too old.
    init?(sealed text: String, by box: SecretBox) {
        guard let sealed = Data(base64Encoded: text), let bytes = try? box.open(Array(sealed), for: Self.purpose),
            let step = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
            -step.at.timeIntervalSinceNow < Self.lifetime_s
        else { return nil }
        self = step
    }

    func sealed(by box: SecretBox) throws -> String {
        try Data(box.seal(Array(JSONEncoder().encode(self)), for: Self.purpose)).base64EncodedString()
    }

    /// Nil when the name is none, or a code comes without a phone number.
    ///
    /// - Parameter signedInAs: Whose session the browser has already.
    func request(
        otp: String?, userAgent: String?, replacing session: OpaqueToken?, signedInAs: Int64? = nil
    ) -> SignInRequest? {
        guard let name = SignInForm.name(login) else { return nil }
        let proof: SignInRequest.Proof
        switch (password, code, name) {
        case (let password?, _, _): proof = .password(password)
        case (nil, let code?, .phone(let phone)):
            // Where the page lost it the newest code counts; what can't be one of ours finds none.
            let request = codeRequest.flatMap { $0.isEmpty ? nil : OpaqueToken($0) ?? .random() }
            proof = .code(code, to: phone, request: request)
        default: return nil
        }
        return SignInRequest(
            name: name, proof: proof, otp: otp, userAgent: userAgent, replacing: session, signedInAs: signedInAs)
    }
}
