import Configuration
import Marketplace

extension Settings {
    /// The operator's own UPI address, for bookings at centres that have none; nil: they can't be paid so.
    static func readUPI(_ reader: SettingsReader) throws -> UPIPayee? {
        guard let vpa = try reader.text("istri.upi.vpa") else { return nil }
        guard UPIPayee.isAddress(vpa) else { throw reader.wrong("istri.upi.vpa", vpa, "a UPI address as name@bank") }
        guard let name = try reader.text("istri.upi.name") else {
            throw Refusal(
                "ISTRI_UPI_VPA is set without ISTRI_UPI_NAME: set that too, to the name of the account's holder.")
        }
        return UPIPayee(vpa: vpa, name: name)
    }

    /// In a demonstration somebody who doesn't exist, at no bank there is.
    func upiPayee(isDemo: Bool) -> UPIPayee? {
        upi ?? (isDemo ? UPIPayee(vpa: "istri.demo@sandbox", name: "Istri Demo") : nil)
    }
}
