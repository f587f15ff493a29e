import Hummingbird
import Marketplace

extension IstriServer {
    /// Everything that can be asked, and who answers it.
    func router() -> Router<PublicContext> {
        let router = Router(context: PublicContext.self)
        let routes = routes
        router.add(
            middleware: FrontDoor(
                proxies: proxies, paths: PathTable(routes), transport: transport, monitor: monitor,
                pageErrors: PageErrors(site: site, accounts: accounts)))
        router.add(routes, PageDoor(site: site, authentication: Authentication(accounts: accounts), limiter: limiter))
        return router
    }

    private var providers: Providers { Providers(pool: pool) }

    var routes: [Route] {
        HealthRoutes(pool: pool, pendingMigrations: pendingMigrations).routes
            + SpecificationRoutes().routes
            + PincodeRoutes(pool: pool).routes
            + DistrictRoutes(pool: pool).routes
            + PlaceRoutes(pool: pool).routes
            + ServiceRoutes(pool: pool).routes
            + NearestRoutes(pool: pool, kept: kept, misses: misses).routes
            + providerRoutes
            + AuditRoutes(pool: pool).routes
            + coverageRoutes
            + JobRoutes(pool: pool).routes
            + accountRoutes
            + pages
    }

    /// What people see.
    private var pages: [Route] {
        AssetRoutes(assets: site.assets).routes
            + PreferencePages().routes
            + SignInPages(accounts: accounts, limiter: limiter).routes
            + SignUpPages(accounts: accounts, limiter: limiter).routes
            + DispatchPages(pool: pool, planner: planner).routes
            + accountPages
            + ProviderPages(providers: providers, catalogue: catalogue).routes
            + AdminPages(accounts: accounts, providers: providers, catalogue: catalogue).routes
            + customerPages
    }

    private var accountPages: [Route] {
        PasswordPages(accounts: accounts, limiter: limiter).routes
            + EmailCheckPages(accounts: accounts).routes
            + AccountPages(accounts: accounts).routes
            + SessionPages(accounts: accounts).routes
            + SecondFactorPages(accounts: accounts).routes
            + PersonalDataPages(data: PersonalData(accounts: accounts)).routes
    }

    private var catalogue: Catalogue { Catalogue(pool: pool, kept: kept) }

    private var customerPages: [Route] {
        let searches = KeptSearches(pool: pool, kept: kept)
        return SearchPages(catalogue: catalogue, searches: searches, misses: misses).routes
            + CentrePages(pool: pool, catalogue: catalogue).routes
            + WatchPages(pool: pool).routes
            + DistrictPages(pool: pool, catalogue: catalogue).routes
            + CityPages(catalogue: catalogue, searches: searches).routes
            + SiteMapRoutes(pool: pool, catalogue: catalogue).routes
            + ReadingPages().routes
            + ReferencePages().routes
    }

    private var coverageRoutes: [Route] {
        CoverageRoutes(pool: pool, kept: kept, misses: misses).routes
            + CoverageQuestionRoutes(pool: pool).routes
            + WhatIfRoutes(pool: pool).routes
            + SuggestionRoutes(pool: pool, planner: planner).routes
            + GeometryRoutes(pool: pool).routes
            + TileRoutes(pool: pool, kept: tiles).routes
            + WatchRoutes(pool: pool).routes
            + CoverageEventRoutes(feed: feed, authentication: Authentication(accounts: accounts)).routes
    }

    private var providerRoutes: [Route] {
        ProviderRoutes(providers: providers).routes
            + OwnProviderRoutes(providers: providers).routes
            + ClosureRoutes(providers: providers).routes
            + ServiceAreaRoutes(providers: providers).routes
            + AdminServiceAreaRoutes(providers: providers).routes
            + AdminProviderRoutes(providers: providers).routes
    }

    private var accountRoutes: [Route] {
        RegisterRoutes(accounts: accounts).routes
            + LoginCodeRoutes(accounts: accounts, limiter: limiter).routes
            + PasswordResetRoutes(accounts: accounts, limiter: limiter).routes
            + EmailCheckRoutes(accounts: accounts).routes
            + SignInRoutes(accounts: accounts).routes
            + ProfileRoutes(accounts: accounts).routes
            + SessionRoutes(accounts: accounts).routes
            + AdminUserRoutes(accounts: accounts).routes
            + TokenRoutes(accounts: accounts).routes
            + SecondFactorRoutes(accounts: accounts).routes
            + PersonalDataRoutes(data: PersonalData(accounts: accounts)).routes
    }
}
