import Foundation
import Marketplace

extension JSONWriter {
    package mutating func write(_ found: [PaymentOddity], ledgerFaults faults: [String]) {
        object { json in
            json.key("items")
            json.array(found) { json, item in json.write(item) }
            json.key("ledger_faults")
            json.array(faults) { json, fault in json.value(fault) }
        }
    }

    private mutating func write(_ item: PaymentOddity) {
        object { json in
            json.field("kind", item.kind)
            json.field("since", item.since)
            json.field("payment_id", item.payment_id)
            json.field("booking_id", item.booking_id)
            json.field("refund_id", item.refund_id)
            json.field("ours", item.ours)
            json.field("theirs", item.theirs)
        }
    }
}
