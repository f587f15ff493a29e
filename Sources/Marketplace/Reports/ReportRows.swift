/// A report's rows, part by part.
package struct ReportRows: Sendable, Decodable {
    package struct Earnings: Sendable, Decodable {
        /// Nil: nobody's but the platform's.
        package let provider_id: Int64?
        package let center_name: String?
        package let city: String?
        package let district: String?
        package let bookings: Int
        /// What customers owe for what was done.
        package let gross_paise: Int64
        /// The tax on it included.
        package let commission_paise: Int64
        /// The tax within it.
        package let commission_tax_paise: Int64
        /// Gross less commission.
        package let net_paise: Int64
        package let tds_paise: Int64
        package let tcs_paise: Int64
        /// The centre's: net less what is kept back for the state.
        package let payable_paise: Int64
    }

    package struct Payments: Sendable, Decodable {
        package let method: String
        /// `platform` or `provider`.
        package let received_by: String
        package let payments: Int
        package let received_paise: Int64
    }

    package struct Refunds: Sendable, Decodable {
        /// `requested`, `overpaid` or `gateway`.
        package let cause: String
        package let method: String
        package let refunds: Int
        package let refunded_paise: Int64
    }

    /// See `sql/functions/report_taxes.sql`.
    package struct Taxes: Sendable, Decodable {
        /// `supply`: of invoices, less that of credit notes; `commission`: what the platform owes for its own service;
        /// `tcs` and `tds`: kept back of what centres are owed.
        package let kind: String
        /// The centre's; nil: the operator's, or all centres together.
        package let gstin: String?
        /// Nil for what was kept back.
        package let rate_bps: Int?
        /// A state by its code of GST; nil where it is no such tax.
        package let place_of_supply: String?
        package let invoices: Int
        package let credit_notes: Int
        /// Nil for what was kept back.
        package let taxable_paise: Int64?
        package let cgst_paise: Int64
        package let sgst_paise: Int64
        package let igst_paise: Int64
        /// Income tax.
        package let tds_paise: Int64
    }

    /// Of bookings for hours of the month.
    package struct City: Sendable, Decodable {
        /// Nil: no centre was found.
        package let city: String?
        package let district: String?
        package let bookings: Int
        package let completed: Int
        package let called_off: Int
        package let no_show: Int
        package let completed_paise: Int64
    }

    package struct District: Sendable, Decodable {
        package let lgd: Int32
        package let name: String
        package let name_ta: String
        package let bookings: Int
        package let completed: Int
        package let called_off: Int
        package let no_show: Int
        package let completed_paise: Int64
    }

    package struct Provider: Sendable, Decodable {
        package let provider_id: Int64
        package let center_name: String?
        package let city: String?
        package let district: String?
        package let requests: Int
        package let accepted: Int
        package let declined: Int
        package let unanswered: Int
        package let accept_p50_s: Int?
        package let accept_p90_s: Int?
        package let completed: Int
        package let no_show: Int
        package let cancelled: Int
        package let reworks: Int
        package let reviews: Int
        package let stars: Int

        /// Of the requests that were answered, or let wait too long; from 0 to 1.
        package var acceptance: Double? { share(of: accepted, accepted + declined + unanswered) }
        /// Of what was accepted.
        package var completion: Double? { share(of: completed, completed + no_show + cancelled) }
        package var reworkShare: Double? { share(of: reworks, completed) }
        package var rating: Double? { share(of: stars, reviews) }

        private func share(of part: Int, _ whole: Int) -> Double? {
            whole > 0 ? Double(part) / Double(whole) : nil
        }
    }

    package let earnings: [Earnings]
    package let payments: [Payments]
    package let refunds: [Refunds]
    package let taxes: [Taxes]
    package let cities: [City]
    package let districts: [District]
    package let providers: [Provider]
}
