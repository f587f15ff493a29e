import Foundation
import Matching
import Postgres
import Testing
import TestSupport

struct NameFoldingTests {
    @Test func `spellings of one name have one key`() async throws {
        let same = [
            ("Thiruvallur", "tiruvalloor"), ("Tiruchendur", "THIRUCHENDHOOR"), ("T. Nagar", "t-nagar"),
            ("Pazhani", "Palani"), ("Sankarankovil", "Sankarankoil"), ("Velacheri", "Velachery"),
            ("Café", "cafe"), ("இராமேஸ்வரம்", "ராமேஸ்வரம்"), ("நாகர்கோயில்", "நாகர்கோவில்"), ("௬௦௦", "600"),
            ("கோபிச்செட்டி", "கோபிச்செட்டி "), ("ஶ்ரீரங்கம்", "ஸ்ரீரங்கம்"),
        ]
        try await withDatabase(.schema) { pool in
            for (one, other) in same {
                let (key, otherKey) = (try await fold("name_key", one, pool), try await fold("name_key", other, pool))
                #expect(key == otherKey, "\(one) \(other)")
            }
            #expect(try await fold("name_key", "Anna Nagar East", pool) == "ananagareast")
        }
    }

    @Test func `Tamil and English spellings sound the same`() async throws {
        let same = [
            ("கூடலூர்", "Gudalur"), ("குன்னூர்", "Coonoor"), ("மகாபலிபுரம்", "Mahabalipuram"), ("ஏற்காடு", "Yercaud"),
            ("குன்றத்தூர்", "Kundrathur"), ("ஓசூர்", "Hosur"), ("வேளச்சேரி", "Velachery"), ("குற்றாலம்", "Kutralam"),
            ("தரங்கம்பாடி", "Tharangambadi"), ("இராணிப்பேட்டை", "Ranipet"), ("செங்கல்பட்டு", "Chengalpattu"),
            ("விஜயமங்கலம்", "Vijayamangalam"), ("பாபநாசம்", "Papanasam"), ("ஃபோர்ட்", "Fort"),
        ]
        try await withDatabase(.schema) { pool in
            for (tamil, english) in same {
                let (key, otherKey) = (
                    try await fold("sound_key", tamil, pool), try await fold("sound_key", english, pool)
                )
                #expect(key == otherKey, "\(tamil) \(english)")
            }
        }
    }

    /// ICU is the reference, here only: see tamil_to_latin.sql.
    @Test func `Tamil becomes Latin as ICU's transform has it`() async throws {
        let letters = "கஙசஞஜடணதநனபமயரறலளழவஶஷஸஹ"
        let signs = ["", "ா", "ி", "ீ", "ு", "ூ", "ெ", "ே", "ை", "ொ", "ோ", "ௌ", "்"]
        let syllables = letters.flatMap { letter in signs.map { "\(letter)\($0)" } } + "அஆஇஈஉஊஎஏஐஒஓஔ".map(String.init)
        try await withDatabase(.geodata) { pool in
            let listed = try await pool.query("SELECT name FROM place_names WHERE name ~ '[\\u0B80-\\u0BFF]'")
            try #require(listed.count > 500)
            for tamil in try syllables + listed.map({ try $0.decode(String.self) }) {
                let latin = try #require(tamil.applyingTransform(StringTransform("Tamil-Latin"), reverse: false))
                // Its apostrophe keeps m'm apart from a doubled m; a fold has no use for it.
                let plain = latin.folding(options: .diacriticInsensitive, locale: nil).replacing("'", with: "")
                    .replacing("c", with: "s")
                let ours = try await fold("tamil_to_latin", tamil, pool)
                #expect(ours == plain, "\(tamil)")
            }
        }
    }

    private func fold(_ function: String, _ name: String, _ pool: PostgresPool) async throws -> String {
        let rows = try await pool.query("SELECT \(identifier: function)(\(name)::text)")
        return try #require(rows.first).decode(String.self)
    }
}
