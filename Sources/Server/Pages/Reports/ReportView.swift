import Marketplace

/// How pages write a report: `totals` as figures, `trend` and the tables' charts as bars, `tables` as rows of cells.
struct ReportView {
    let rows: ReportRows
    let month: Month
    let formats: Formats

    var words: Words { formats.words }

    /// More than these are for the files.
    static let mostRows = 50
    private static let mostBars = 12

    var totals: [[String: Any]] {
        let gross = rows.earnings.reduce(0) { $0 + $1.gross_paise }
        let amounts: [(String, Int64)] = [
            ("gross", gross),
            ("commission", rows.earnings.reduce(0) { $0 + $1.commission_paise - $1.commission_tax_paise }),
            ("payable", rows.earnings.reduce(0) { $0 + $1.payable_paise }),
            ("received", rows.payments.reduce(0) { $0 + $1.received_paise }),
            ("refunded", rows.refunds.reduce(0) { $0 + $1.refunded_paise }),
        ]
        let counts: [(String, Int)] = [
            ("bookings", rows.districts.reduce(0) { $0 + $1.bookings }),
            ("completed", rows.districts.reduce(0) { $0 + $1.completed }),
        ]
        return counts.map { ["label": words.text("reports.total.\($0.0)"), "value": formats.number($0.1)] }
            + amounts.map { ["label": words.text("reports.total.\($0.0)"), "value": formats.rupees(paise: $0.1)] }
    }

    /// - Parameter months: What customers owed for what was done, the oldest first.
    func trend(_ months: [(month: Month, gross_paise: Int64)]) -> [String: Any] {
        let bars = months.map { one in
            Bar(
                label: Named(formats.month(one.month), in: formats.language), whole: Double(one.gross_paise),
                value: formats.rupees(paise: one.gross_paise))
        }
        return ["bars": Bar.models(bars), "has_bars": bars.count > 1]
    }

    var tables: [[String: Any]] {
        [earnings, payments, refunds, taxes, districts, cities, providers].map { $0.model(self) }
    }

    func amount(_ paise: Int64) -> String { formats.rupees(paise: paise) }
    func count(_ number: Int) -> String { formats.number(number) }
    func named(_ text: String) -> Named { Named(text, in: formats.language) }

    func share(_ share: Double?) -> String { share.map(formats.percent) ?? "–" }

    /// The words of `reports.<group>.<value>`.
    func label(_ group: String, _ value: String) -> Named {
        Named(words.find("reports.\(group).\(value)") ?? value, in: formats.language)
    }

    /// Bookings by place, those that were done as the fuller part of each bar.
    func bars(_ places: [(name: Named, bookings: Int, completed: Int)]) -> [Bar] {
        places.prefix(Self.mostBars).map {
            Bar(label: $0.name, whole: Double($0.bookings), part: Double($0.completed), value: count($0.bookings))
        }
    }
}

/// A line of a chart: its length says the whole, the fuller beginning a part of it.
struct Bar {
    let label: Named
    let whole: Double
    var part: Double?
    /// What it is in figures.
    let value: String

    /// The longest fills the width, which is 100.
    static func models(_ bars: [Bar]) -> [[String: Any]] {
        let most = max(bars.map(\.whole).max() ?? 0, 1)
        return bars.map { bar in
            var model: [String: Any] = [
                "label": bar.label.model, "value": bar.value, "whole": width(bar.whole / most),
            ]
            if let part = bar.part { model["part"] = width(part / most) }
            return model
        }
    }

    private static func width(_ share: Double) -> String {
        String((max(0, min(1, share)) * 1000).rounded() / 10)
    }
}

/// One of a report's parts as a table.
struct ReportTable {
    let part: ReportPart
    /// The names of the columns after the first, by `reports.column.<name>`.
    let columns: [String]
    let rows: [(head: Named, cells: [String])]
    var bars: [Bar] = []

    func model(_ view: ReportView) -> [String: Any] {
        let words = view.words
        let names = columns.map { words.text("reports.column.\($0)") }
        var model: [String: Any] = [
            "id": part.rawValue, "title": words.text("reports.part.\(part.rawValue)"),
            "first": words.text("reports.first.\(part.rawValue)"), "columns": names.map { ["name": $0] },
            "rows": rows.prefix(ReportView.mostRows).map { row in
                [
                    "head": row.head.model,
                    "cells": zip(names, row.cells).map { ["name": $0, "text": $1] },
                ] as [String: Any]
            },
            "has_rows": !rows.isEmpty, "bars": Bar.models(bars), "has_bars": !bars.isEmpty,
            "csv_href": "/admin/reports.csv?month=\(view.month.description)&part=\(part.rawValue)",
        ]
        if rows.count > ReportView.mostRows {
            model["more"] = words.text("reports.more", ["count": view.count(rows.count)])
        }
        return model
    }
}
