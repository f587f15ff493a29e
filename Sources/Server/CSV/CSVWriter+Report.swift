import Marketplace

extension CSVWriter {
    init(_ part: ReportPart, of rows: ReportRows) {
        switch part {
        case .earnings: self.init(rows.earnings)
        case .payments: self.init(rows.payments)
        case .refunds: self.init(rows.refunds)
        case .taxes: self.init(rows.taxes)
        case .cities: self.init(rows.cities)
        case .districts: self.init(rows.districts)
        case .providers: self.init(rows.providers)
        }
    }

    private init(_ rows: [ReportRows.Earnings]) {
        self.init(columns: [
            "provider_id", "center_name", "city", "district", "bookings", "gross_paise", "commission_paise",
            "commission_tax_paise", "net_paise", "tds_paise", "tcs_paise", "payable_paise",
        ])
        for one in rows {
            row { csv in
                csv.number(one.provider_id)
                for text in [one.center_name, one.city, one.district] { csv.text(text) }
                csv.number(one.bookings)
                for amount in [
                    one.gross_paise, one.commission_paise, one.commission_tax_paise, one.net_paise, one.tds_paise,
                    one.tcs_paise, one.payable_paise,
                ] { csv.number(amount) }
            }
        }
    }

    private init(_ rows: [ReportRows.Payments]) {
        self.init(columns: ["method", "received_by", "payments", "received_paise"])
        for one in rows {
            row { csv in
                csv.text(one.method)
                csv.text(one.received_by)
                csv.number(one.payments)
                csv.number(one.received_paise)
            }
        }
    }

    private init(_ rows: [ReportRows.Refunds]) {
        self.init(columns: ["cause", "method", "refunds", "refunded_paise"])
        for one in rows {
            row { csv in
                csv.text(one.cause)
                csv.text(one.method)
                csv.number(one.refunds)
                csv.number(one.refunded_paise)
            }
        }
    }

    private init(_ rows: [ReportRows.Taxes]) {
        self.init(columns: [
            "kind", "gstin", "rate_bps", "place_of_supply", "invoices", "credit_notes", "taxable_paise", "cgst_paise",
            "sgst_paise", "igst_paise", "tds_paise",
        ])
        for one in rows {
            row { csv in
                csv.text(one.kind)
                csv.text(one.gstin)
                csv.number(one.rate_bps)
                csv.text(one.place_of_supply)
                csv.number(one.invoices)
                csv.number(one.credit_notes)
                csv.number(one.taxable_paise)
                for amount in [one.cgst_paise, one.sgst_paise, one.igst_paise, one.tds_paise] { csv.number(amount) }
            }
        }
    }

    private init(_ rows: [ReportRows.City]) {
        self.init(columns: ["city", "district", "bookings", "completed", "called_off", "no_show", "completed_paise"])
        for one in rows {
            row { csv in
                csv.text(one.city)
                csv.text(one.district)
                for count in [one.bookings, one.completed, one.called_off, one.no_show] { csv.number(count) }
                csv.number(one.completed_paise)
            }
        }
    }

    private init(_ rows: [ReportRows.District]) {
        self.init(columns: [
            "lgd", "name", "name_ta", "bookings", "completed", "called_off", "no_show", "completed_paise",
        ])
        for one in rows {
            row { csv in
                csv.number(one.lgd)
                csv.text(one.name)
                csv.text(one.name_ta)
                for count in [one.bookings, one.completed, one.called_off, one.no_show] { csv.number(count) }
                csv.number(one.completed_paise)
            }
        }
    }

    private init(_ rows: [ReportRows.Provider]) {
        self.init(columns: [
            "provider_id", "center_name", "city", "district", "requests", "accepted", "declined", "unanswered",
            "acceptance", "accept_p50_s", "accept_p90_s", "completed", "no_show", "cancelled", "completion", "reworks",
            "reviews", "rating",
        ])
        for one in rows {
            row { csv in
                csv.number(one.provider_id)
                for text in [one.center_name, one.city, one.district] { csv.text(text) }
                for count in [one.requests, one.accepted, one.declined, one.unanswered] { csv.number(count) }
                csv.number(one.acceptance, decimals: 3)
                csv.number(one.accept_p50_s)
                csv.number(one.accept_p90_s)
                for count in [one.completed, one.no_show, one.cancelled] { csv.number(count) }
                csv.number(one.completion, decimals: 3)
                csv.number(one.reworks)
                csv.number(one.reviews)
                csv.number(one.rating, decimals: 2)
            }
        }
    }
}
