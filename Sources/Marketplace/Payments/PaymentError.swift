/// Why something can't be done with a payment.
package enum PaymentError: Error, Sendable, Equatable {
    /// There is none with this id, or it is somebody else's.
    case unknownPayment
    case unknownRefund
    case unknownProvider
    /// This installation isn't set up for it.
    case methodUnavailable(PaymentMethod)
    /// The booking costs nothing as it stands.
    case nothingDue
    case alreadyPaid
    case amountTooSmall(least_paise: Int64)
    case amountTooLarge(most_paise: Int64)
    /// Somebody else is asking the gateway for the order at this moment.
    case orderUnderWay
    /// The gateway gives no usable answer; asking again may help.
    case gatewayUnavailable
    /// It isn't signed by whom it says it is from.
    case badSignature
    /// A bank's reference is 4 to 40 letters, digits, `/`, `-`, `_`.
    case invalidReference
    /// It, or another payment, was confirmed by this reference of the bank already.
    case referenceUsed
    /// The gateway tells of this one itself.
    case notConfirmable
    /// By another reference.
    case alreadyConfirmed
    /// The money isn't with this centre.
    case notYoursToRefund
    /// Nothing has come in that could be given back.
    case notPaid
    case refundTooLarge(rest_paise: Int64)
    case payoutTooLarge(rest_paise: Int64)
    case invalidUPIAddress
}
