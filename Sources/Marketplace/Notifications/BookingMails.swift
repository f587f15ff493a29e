/// What customers and owners are told of bookings.
enum BookingMails {
    static func text(_ notice: BookingNotice, _ language: Language, site: String) -> MailText {
        MailText(
            language, subject: notice.title(in: language), notice.fact(in: language), facts(notice, language), site)
    }

    private static func facts(_ notice: BookingNotice, _ language: Language) -> String {
        let time = AccountNotice.time(notice.startsAt)
        let lines: [String?] =
            switch language {
            case .english:
                [
                    "Reference: \(notice.reference)", notice.centreName.map { "Centre: \($0)" },
                    "Time: \(time) (India)", notice.note.map { "Note: \($0)" },
                ]
            case .tamil:
                [
                    "முன்பதிவு எண்: \(notice.reference)", notice.centreName.map { "மையம்: \($0)" },
                    "நேரம்: \(time) (இந்திய நேரம்)", notice.note.map { "குறிப்பு: \($0)" },
                ]
            }
        return lines.compactMap(\.self).joined(separator: "\n")
    }

    static func englishSubject(_ kind: BookingNotice.Kind, _ reference: String) -> String {
        switch kind {
        case .booked: "Your booking \(reference) is made"
        case .accepted: "Your booking \(reference) is accepted"
        case .rejected: "Your booking \(reference) could not be accepted"
        case .cancelled: "Your booking \(reference) was cancelled"
        case .otherCentre: "Your booking \(reference) has another centre"
        case .waiting: "We are looking for a centre for your booking \(reference)"
        case .rescheduled: "Your booking \(reference) has another time"
        case .completed: "Your repair is done: booking \(reference)"
        case .noShow: "You were not met: booking \(reference)"
        case .expired: "Your booking \(reference) was not paid in time"
        case .requested: "A booking for your centre: \(reference)"
        case .requestCancelled: "A booking at your centre was cancelled: \(reference)"
        case .requestRescheduled: "A booking at your centre has another time: \(reference)"
        case .requestMoved: "A booking has gone to another centre: \(reference)"
        }
    }

    static func englishFact(_ kind: BookingNotice.Kind) -> String {
        switch kind {
        case .booked:
            """
            We have booked a repair for you, as you asked. We will tell you when the
            centre has answered.
            """
        case .accepted: "The centre has accepted your booking."
        case .rejected:
            """
            We are sorry: the centre could not accept your booking. You can choose
            another time or another centre.
            """
        case .cancelled: "Your booking was cancelled."
        case .otherCentre: "Another centre takes care of your booking now, at the time given here."
        case .waiting:
            """
            No centre is free for your booking at this time. We are looking for one and
            will tell you soon.
            """
        case .rescheduled: "Your booking was moved to another time."
        case .completed: "Your repair is done. You can tell others how it went by a review."
        case .noShow: "The centre waited for you, or came to you, and could not meet you."
        case .expired:
            """
            No payment came in time, so the time that was kept for you is free again.
            You can book once more.
            """
        case .requested:
            """
            A booking has come to your centre. If it waits for an answer, please give
            one soon.
            """
        case .requestCancelled: "A booking at your centre was cancelled. Its time is free again."
        case .requestRescheduled: "A booking at your centre was moved to another time."
        case .requestMoved:
            """
            Another centre takes care of this booking from now on. There is nothing
            left for you to do.
            """
        }
    }

    static func tamilSubject(_ kind: BookingNotice.Kind, _ reference: String) -> String {
        switch kind {
        case .booked: "உங்களுக்காக முன்பதிவு செய்யப்பட்டது: \(reference)"
        case .accepted: "உங்கள் முன்பதிவு ஏற்கப்பட்டது: \(reference)"
        case .rejected: "உங்கள் முன்பதிவை ஏற்க இயலவில்லை: \(reference)"
        case .cancelled: "உங்கள் முன்பதிவு ரத்து செய்யப்பட்டது: \(reference)"
        case .otherCentre: "உங்கள் முன்பதிவு வேறு மையத்திற்கு மாற்றப்பட்டது: \(reference)"
        case .waiting: "உங்கள் முன்பதிவுக்கு மையம் தேடுகிறோம்: \(reference)"
        case .rescheduled: "உங்கள் முன்பதிவின் நேரம் மாற்றப்பட்டது: \(reference)"
        case .completed: "பழுதுபார்ப்பு முடிந்தது: \(reference)"
        case .noShow: "உங்களைச் சந்திக்க இயலவில்லை: \(reference)"
        case .expired: "உரிய நேரத்தில் பணம் செலுத்தப்படவில்லை: \(reference)"
        case .requested: "உங்கள் மையத்திற்கு ஒரு முன்பதிவு: \(reference)"
        case .requestCancelled: "உங்கள் மையத்தின் முன்பதிவு ரத்து செய்யப்பட்டது: \(reference)"
        case .requestRescheduled: "உங்கள் மையத்தின் முன்பதிவு நேரம் மாற்றப்பட்டது: \(reference)"
        case .requestMoved: "முன்பதிவு வேறு மையத்திற்குச் சென்றது: \(reference)"
        }
    }

    static func tamilFact(_ kind: BookingNotice.Kind) -> String {
        switch kind {
        case .booked:
            """
            நீங்கள் கேட்டபடி உங்களுக்காக முன்பதிவு செய்துள்ளோம். மையம் பதிலளித்ததும்
            உங்களுக்குத் தெரிவிப்போம்.
            """
        case .accepted: "மையம் உங்கள் முன்பதிவை ஏற்றுக்கொண்டது."
        case .rejected:
            """
            மன்னிக்கவும், மையத்தால் உங்கள் முன்பதிவை ஏற்க இயலவில்லை. வேறு நேரத்தையோ
            வேறு மையத்தையோ தேர்ந்தெடுக்கலாம்.
            """
        case .cancelled: "உங்கள் முன்பதிவு ரத்து செய்யப்பட்டது."
        case .otherCentre: "உங்கள் முன்பதிவை இப்போது வேறு மையம் கவனிக்கிறது."
        case .waiting:
            """
            இந்த நேரத்திற்கு எந்த மையமும் கிடைக்கவில்லை. மையத்தைத் தேடி, விரைவில்
            உங்களுக்குத் தெரிவிப்போம்.
            """
        case .rescheduled: "உங்கள் முன்பதிவு வேறு நேரத்திற்கு மாற்றப்பட்டது."
        case .completed: "உங்கள் பழுதுபார்ப்பு முடிந்தது. அது எப்படி இருந்தது என்று கருத்துச் சொல்லலாம்."
        case .noShow: "முன்பதிவு செய்த நேரத்தில் மையத்தால் உங்களைச் சந்திக்க இயலவில்லை."
        case .expired:
            """
            உரிய நேரத்தில் பணம் வராததால், உங்களுக்காக ஒதுக்கிய நேரம் விடுவிக்கப்பட்டது.
            மீண்டும் முன்பதிவு செய்யலாம்.
            """
        case .requested:
            """
            உங்கள் மையத்திற்கு ஒரு முன்பதிவு வந்துள்ளது. அது பதிலுக்காகக் காத்திருந்தால்,
            விரைவில் பதிலளியுங்கள்.
            """
        case .requestCancelled: "உங்கள் மையத்தின் முன்பதிவு ரத்து செய்யப்பட்டது. அந்த நேரம் மீண்டும் காலியாக உள்ளது."
        case .requestRescheduled: "உங்கள் மையத்தின் முன்பதிவு வேறு நேரத்திற்கு மாற்றப்பட்டது."
        case .requestMoved:
            """
            இந்த முன்பதிவை இனி வேறு மையம் கவனிக்கும். நீங்கள் எதுவும் செய்ய
            வேண்டியதில்லை.
            """
        }
    }
}
