import HTTPTypes
import Marketplace

extension ErrorResponses {
    static func invoice(_ error: InvoiceError) -> Problem {
        switch error {
        case .noInvoice:
            Problem(
                .notFound, "no_invoice",
                "There is no invoice: the booking isn't over, nothing was charged for it, or the operator has to put "
                    + "something right first.")
        case .unknownCorrection:
            Problem(.notFound, "unknown_credit_note", "The booking has no such credit note.")
        case .noCommissionInvoice:
            Problem(
                .notFound, "no_commission_invoice",
                "There is no commission invoice: the month isn't over or brought no commission, or the operator has to "
                    + "put something right first.")
        }
    }
}
