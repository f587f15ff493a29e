import Configuration
import Server

extension SettingsReader {
    /// Both or neither of ISTRI_OPERATOR_NAME and ISTRI_OPERATOR_CONTACT.
    func operatorContact() throws -> OperatorContact? {
        switch (try text("istri.operator.name"), try text("istri.operator.contact")) {
        case (nil, nil): return nil
        case (_?, nil): throw Refusal("ISTRI_OPERATOR_NAME is set, so ISTRI_OPERATOR_CONTACT must be too.")
        case (nil, _?): throw Refusal("ISTRI_OPERATOR_CONTACT is set, so ISTRI_OPERATOR_NAME must be too.")
        case (let name?, let contact?):
            if let operatorContact = OperatorContact(name: name, contact: contact) { return operatorContact }
            guard OperatorContact(name: "Istri", contact: contact) != nil else {
                throw wrong(
                    "istri.operator.contact", contact, "an e-mail address or an Indian phone number")
            }
            throw wrong("istri.operator.name", name, "a name of one line, up to 100 characters")
        }
    }

    /// Both or neither of ISTRI_TILE_URL and ISTRI_TILE_ATTRIBUTION.
    func baseMap() throws -> BaseMap? {
        switch (try text("istri.tile.url"), try text("istri.tile.attribution")) {
        case (nil, nil): return nil
        case (_?, nil): throw Refusal("ISTRI_TILE_URL is set, so ISTRI_TILE_ATTRIBUTION must be too.")
        case (nil, _?): throw Refusal("ISTRI_TILE_ATTRIBUTION is set, so ISTRI_TILE_URL must be too.")
        case (let url?, let attribution?):
            if let baseMap = BaseMap(url: url, attribution: attribution) { return baseMap }
            guard BaseMap(url: "/{z}/{x}/{y}", attribution: attribution) != nil else {
                throw wrong("istri.tile.attribution", attribution, "one line of up to 200 characters")
            }
            throw wrong("istri.tile.url", url, "https:// and a host, or a path, with {z}, {x} and {y} once each")
        }
    }
}
