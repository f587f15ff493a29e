import Marketplace

extension ReportView {
    var earnings: ReportTable {
        ReportTable(
            part: .earnings,
            columns: ["bookings", "gross", "commission", "commission_tax", "net", "tds", "tcs", "payable"],
            rows: rows.earnings.map { row in
                let amounts = [
                    row.gross_paise, row.commission_paise, row.commission_tax_paise, row.net_paise, row.tds_paise,
                    row.tcs_paise, row.payable_paise,
                ]
                return (centre(row.center_name, row.provider_id), [count(row.bookings)] + amounts.map(amount))
            })
    }

    var payments: ReportTable {
        ReportTable(
            part: .payments, columns: ["received_by", "payments", "received"],
            rows: rows.payments.map { row in
                (
                    label("method", row.method),
                    [label("received_by", row.received_by).text, count(row.payments), amount(row.received_paise)]
                )
            })
    }

    var refunds: ReportTable {
        ReportTable(
            part: .refunds, columns: ["method", "refunds", "refunded"],
            rows: rows.refunds.map { row in
                (
                    label("cause", row.cause),
                    [label("method", row.method).text, count(row.refunds), amount(row.refunded_paise)]
                )
            })
    }

    var taxes: ReportTable {
        ReportTable(
            part: .taxes,
            columns: ["rate", "state", "invoices", "credit_notes", "taxable", "cgst", "sgst", "igst", "tds"],
            rows: rows.taxes.map { row in
                let amounts = [row.cgst_paise, row.sgst_paise, row.igst_paise, row.tds_paise]
                let rate = share(row.rate_bps.map { Double($0) / 10_000 })
                let taxable = row.taxable_paise.map { amount($0) } ?? "–"
                return (
                    taxed(row),
                    [rate, row.place_of_supply ?? "–", count(row.invoices), count(row.credit_notes), taxable]
                        + amounts.map(amount)
                )
            })
    }

    private func taxed(_ row: ReportRows.Taxes) -> Named {
        let kind = label("tax", row.kind)
        guard let gstin = row.gstin else { return kind }
        return named("\(kind.text) · \(gstin)")
    }

    private static let ofBookings = ["bookings", "completed", "called_off", "no_show", "completed_paise"]

    var districts: ReportTable {
        let named = rows.districts.map { Named($0.name, tamil: $0.name_ta, in: formats.language) }
        return ReportTable(
            part: .districts, columns: Self.ofBookings,
            rows: zip(named, rows.districts).map { name, row in
                (
                    name,
                    [row.bookings, row.completed, row.called_off, row.no_show].map(count)
                        + [amount(row.completed_paise)]
                )
            },
            bars: bars(zip(named, rows.districts).map { ($0, $1.bookings, $1.completed) }))
    }

    var cities: ReportTable {
        let names = rows.cities.map { row in
            row.city.map { Named($0, in: formats.language) } ?? named(words.text("reports.no_centre"))
        }
        return ReportTable(
            part: .cities, columns: Self.ofBookings,
            rows: zip(names, rows.cities).map { name, row in
                (
                    name,
                    [row.bookings, row.completed, row.called_off, row.no_show].map(count)
                        + [amount(row.completed_paise)]
                )
            },
            bars: bars(zip(names, rows.cities).map { ($0, $1.bookings, $1.completed) }))
    }

    var providers: ReportTable {
        ReportTable(
            part: .providers,
            columns: [
                "requests", "acceptance", "accept_p50", "accept_p90", "completed", "completion", "reworks", "rating",
            ],
            rows: rows.providers.map { row in
                let rating = row.rating.map { formats.number($0, digits: 1) } ?? "–"
                return (
                    centre(row.center_name, row.provider_id),
                    [
                        count(row.requests), share(row.acceptance), time(row.accept_p50_s), time(row.accept_p90_s),
                        count(row.completed), share(row.completion), count(row.reworks), rating,
                    ]
                )
            },
            bars: rows.providers.prefix(10).map { row in
                let answered = row.accepted + row.declined + row.unanswered
                return Bar(
                    label: centre(row.center_name, row.provider_id), whole: Double(answered),
                    part: Double(row.accepted), value: share(row.acceptance))
            })
    }

    private func centre(_ name: String?, _ id: Int64?) -> Named {
        named(name ?? (id == nil ? words.text("reports.platform") : "#\(id ?? 0)"))
    }

    private func time(_ seconds: Int?) -> String {
        guard let minutes = seconds.map({ ($0 + 59) / 60 }) else { return "–" }
        return minutes < 120
            ? words.text("reports.minutes", ["count": count(minutes)]) : formats.duration(minutes: minutes)
    }
}
