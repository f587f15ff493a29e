/// States and union territories by their codes of GST.
enum IndianState {
    /// With its code, as invoices want it: `Tamil Nadu (33)`.
    static func text(_ code: String, _ language: Language) -> String {
        guard let names = names[code] else { return code }
        return "\(language == .tamil ? names.tamil : names.english) (\(code))"
    }

    private static let names: [String: (english: String, tamil: String)] = [
        "01": ("Jammu and Kashmir", "ஜம்மு மற்றும் காஷ்மீர்"),
        "02": ("Himachal Pradesh", "இமாச்சலப் பிரதேசம்"),
        "03": ("Punjab", "பஞ்சாப்"),
        "04": ("Chandigarh", "சண்டிகர்"),
        "05": ("Uttarakhand", "உத்தராகண்ட்"),
        "06": ("Haryana", "ஹரியானா"),
        "07": ("Delhi", "டெல்லி"),
        "08": ("Rajasthan", "ராஜஸ்தான்"),
        "09": ("Uttar Pradesh", "உத்தரப் பிரதேசம்"),
        "10": ("Bihar", "பீகார்"),
        "11": ("Sikkim", "சிக்கிம்"),
        "12": ("Arunachal Pradesh", "அருணாச்சலப் பிரதேசம்"),
        "13": ("Nagaland", "நாகாலாந்து"),
        "14": ("Manipur", "மணிப்பூர்"),
        "15": ("Mizoram", "மிசோரம்"),
        "16": ("Tripura", "திரிபுரா"),
        "17": ("Meghalaya", "மேகாலயா"),
        "18": ("Assam", "அசாம்"),
        "19": ("West Bengal", "மேற்கு வங்காளம்"),
        "20": ("Jharkhand", "ஜார்க்கண்ட்"),
        "21": ("Odisha", "ஒடிசா"),
        "22": ("Chhattisgarh", "சத்தீஸ்கர்"),
        "23": ("Madhya Pradesh", "மத்தியப் பிரதேசம்"),
        "24": ("Gujarat", "குஜராத்"),
        "26": ("Dadra and Nagar Haveli and Daman and Diu", "தாத்ரா மற்றும் நகர் ஹவேலி மற்றும் டாமன் மற்றும் டையூ"),
        "27": ("Maharashtra", "மகாராஷ்டிரா"),
        "29": ("Karnataka", "கர்நாடகா"),
        "30": ("Goa", "கோவா"),
        "31": ("Lakshadweep", "இலட்சத்தீவுகள்"),
        "32": ("Kerala", "கேரளா"),
        "33": ("Tamil Nadu", "தமிழ்நாடு"),
        "34": ("Puducherry", "புதுச்சேரி"),
        "35": ("Andaman and Nicobar Islands", "அந்தமான் மற்றும் நிக்கோபார் தீவுகள்"),
        "36": ("Telangana", "தெலங்கானா"),
        "37": ("Andhra Pradesh", "ஆந்திரப் பிரதேசம்"),
        "38": ("Ladakh", "லடாக்"),
        "97": ("Other territory", "பிற நிலப்பகுதி"),
    ]
}
