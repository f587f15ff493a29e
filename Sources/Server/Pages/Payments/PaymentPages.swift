import Marketplace

/// All that people see of money: customers pay, centres and admins confirm and give back, and each sees what became of it.
struct PaymentPages: Sendable {
    let bookings: Bookings
    let payments: Payments
    let invoices: InvoiceFiles

    var routes: [Route] {
        PayPages(bookings: bookings, payments: payments).routes
            + MoneyPages(bookings: bookings, payments: payments, invoices: invoices).routes
            + CheckoutReturn().routes
    }
}
