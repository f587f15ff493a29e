/// The words of the checkout in one language.
struct CheckoutWords: Sendable {
    let lang: String
    let other: String
    let otherName: String
    let title: String
    let notice: String
    let amount: String
    let order: String
    /// With `%` where the amount goes.
    let pay: String
    let fail: String
    let late: String
    let cancel: String
    let paid: String
    let failed: String
    let failedForNow: String
    let already: String
    let back: String
    let again: String
    let unknown: String

    static let english = CheckoutWords(
        lang: "en", other: "ta", otherName: "தமிழ்", title: "Pay (sandbox)",
        notice: "This is a sandbox: no money moves.", amount: "Amount", order: "Order", pay: "Pay %",
        fail: "Let the payment fail", late: "Fail now, succeed later", cancel: "Go back without paying",
        paid: "The payment succeeded.", failed: "The payment failed.",
        failedForNow: "The payment failed for now; in a few seconds it will succeed after all.",
        already: "This order is paid already.", back: "Back to the shop", again: "Try again",
        unknown: "There is no such order.")

    static let tamil = CheckoutWords(
        lang: "ta", other: "en", otherName: "English", title: "பணம் செலுத்துங்கள் (சோதனை)",
        notice: "இது சோதனைப் பக்கம்: உண்மையான பணம் எடுக்கப்படாது.", amount: "தொகை", order: "ஆர்டர்",
        pay: "% செலுத்துங்கள்", fail: "கட்டணம் தோல்வியடையட்டும்", late: "இப்போது தோல்வி, பிறகு வெற்றி",
        cancel: "செலுத்தாமல் திரும்புங்கள்", paid: "பணம் செலுத்தப்பட்டது.", failed: "பணம் செலுத்த முடியவில்லை.",
        failedForNow: "இப்போது பணம் செலுத்த முடியவில்லை; சில விநாடிகளில் அது நிறைவேறும்.",
        already: "இந்த ஆர்டருக்குப் பணம் ஏற்கெனவே செலுத்தப்பட்டுள்ளது.", back: "கடைக்குத் திரும்புங்கள்",
        again: "மீண்டும் முயலுங்கள்", unknown: "அப்படி ஓர் ஆர்டர் இல்லை.")
}
