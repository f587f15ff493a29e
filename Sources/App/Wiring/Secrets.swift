import Marketplace

extension Settings {
    /// To be called before anything slow is done.
    ///
    /// - Throws: `Refusal` when no secret key is given for a database that other nodes may share.
    func checkSecretKey() throws {
        guard databaseURL != nil, tokens.secretKey == nil else { return }
        throw Refusal(
            "DATABASE_URL is set, so ISTRI_SECRET_KEY must be too, the same on every node. "
                + "To make one: openssl rand -base64 32")
    }

    /// What opens and seals the secrets in the database. With the private cluster and no key given, the key lies in
    /// the data folder, made by the first start.
    func secretBox() throws -> SecretBox {
        try checkSecretKey()
        let keys = try tokens.secretKey ?? SecretKeyFile.open(in: dataFolder)
        return SecretBox(tokens.oldSecretKeys.map { keys.adding(older: $0) } ?? keys)
    }
}
