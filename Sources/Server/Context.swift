import Hummingbird
import Logging

/// What every handler knows of a request whose sender nobody has identified.
package struct PublicContext: RequestContext {
    package var coreContext: CoreRequestContextStorage

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }
}
