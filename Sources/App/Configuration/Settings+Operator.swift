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
}
