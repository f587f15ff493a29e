import Dispatch
import Marketplace
import Synchronization

/// All that pages are made of, read once: templates in each language, and the files that browsers fetch.
package struct Site: Sendable {
    let assets: PageAssets
    /// Nil: whoever runs it hasn't said.
    private(set) var operatorContact: OperatorContact?
    /// Nil: the maps have none from outside.
    private(set) var baseMap: BaseMap?
    private let libraries: [Language: PageLibrary]

    /// What the program serves; nil and the reason when its own files are broken.
    private static let loaded = Result { () throws(SiteError) in try Site(.bundled) }

    /// Ends the program when its own files are broken; `check` says so before.
    static var current: Site {
        switch loaded {
        case .success(let site): site
        case .failure(let error): fatalError(error.description)
        }
    }

    /// - Throws: What is wrong with the files that belong to the program, in one line.
    package static func check() throws { _ = try loaded.get() }

    init(_ folder: SiteFolder) throws(SiteError) {
        do {
            let assets = try PageAssets(folder)
            self.assets = assets
            libraries = try Self.libraries(of: try Translations(folder), try TemplateSource.all(in: folder), assets)
        } catch let error as SiteError {
            throw error
        } catch {
            throw SiteError("The folder Site, which belongs to the program, can't be read: \(error)")
        }
    }

    /// On a core for each language where there are as many: a server that was killed should be back soon.
    private static func libraries(
        of translations: Translations, _ sources: [TemplateSource], _ assets: PageAssets
    ) throws -> [Language: PageLibrary] {
        let built = Mutex<[Language: Result<PageLibrary, any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: Language.allCases.count) { number in
            let language = Language.allCases[number]
            let library = Result { try PageLibrary(sources, words: translations[language], assets: assets) }
            built.withLock { $0[language] = library }
        }
        return try built.withLock { $0 }.mapValues { try $0.get() }
    }

    /// The same, with its operator named, and maps over the operator's own.
    func run(by operatorContact: OperatorContact?, over baseMap: BaseMap?) -> Site {
        var site = self
        site.operatorContact = operatorContact
        site.baseMap = baseMap
        return site
    }

    subscript(language: Language) -> PageLibrary {
        guard let library = libraries[language] else { preconditionFailure("every language has its library") }
        return library
    }
}
