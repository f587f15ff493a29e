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
            + following(bookingStepRoutes)
            + AuditRoutes(pool: pool).routes
            + coverageRoutes
            + JobRoutes(pool: pool).routes
            + ReportRoutes(reports: Reports(pool: pool)).routes
            + bookingRoutes
            + following(paymentRoutes)
            + accountRoutes
            + pages
    }

    /// What people see.
    private var pages: [Route] {
        AssetRoutes(assets: site.assets).routes
            + PreferencePages().routes
            + SignInPages(accounts: accounts, limiter: limiter).routes
            + SignUpPages(accounts: accounts, limiter: limiter).routes
            + following(
                DispatchPages(pool: pool, catalogue: catalogue, planner: planner, bookings: bookings).routes)
            + accountPages
            + following(ProviderPages(providers: providers, catalogue: catalogue, bookings: bookings).routes)
            + AdminPages(
                accounts: accounts, providers: providers, catalogue: catalogue, bookings: bookings, payments: payments
            ).routes
            + customerPages
            + following(bookingPages)
    }

    private var bookingPages: [Route] {
        BookingStepPages(bookings: bookings, takesPayments: payments.takesGateway).routes
            + PaymentPages(bookings: bookings, payments: payments, invoices: InvoiceFiles(pool: pool)).routes
            + MyBookingsPages(bookings: bookings).routes
            + BookingChangePages(bookings: bookings).routes
            + AfterwardsPages(bookings: bookings).routes
            + InboxPages(inbox: Inbox(pool: pool)).routes
            + MessagePreferencePages(pool: pool).routes
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
            + CentrePages(pool: pool, catalogue: catalogue, bookings: bookings).routes
            + WatchPages(pool: pool).routes
            + DistrictPages(pool: pool, catalogue: catalogue).routes
            + CityPages(catalogue: catalogue, searches: searches).routes
            + SiteMapRoutes(pool: pool, catalogue: catalogue).routes
            + ReadingPages(rules: bookings.rules, takesPayments: payments.takesGateway).routes
            + ReferencePages().routes
    }

    private var coverageRoutes: [Route] {
        CoverageRoutes(pool: pool, kept: kept, misses: misses).routes
            + CoverageQuestionRoutes(pool: pool).routes
            + WhatIfRoutes(pool: pool).routes
            + SuggestionRoutes(pool: pool, planner: planner, catalogue: catalogue).routes
            + GeometryRoutes(pool: pool).routes
            + TileRoutes(pool: pool, kept: tiles).routes
            + WatchRoutes(pool: pool).routes
            + CoverageEventRoutes(feed: feed, authentication: Authentication(accounts: accounts)).routes
    }

    private var bookingRoutes: [Route] { following(followingRoutes) }

    /// Whoever follows a booking is told of what these change.
    private func following(_ routes: [Route]) -> [Route] {
        routes.map { $0.method == .get ? $0 : $0.followed(by: bookingFeed.look) }
    }

    private var followingRoutes: [Route] {
        SlotRoutes(bookings: bookings).routes
            + BookingRoutes(bookings: bookings).routes
            + BookingEventRoutes(feed: bookingFeed).routes
            + InvoiceRoutes(pool: pool).routes
            + InboxRoutes(inbox: Inbox(pool: pool)).routes
            + MessagePreferenceRoutes(pool: pool).routes
            + OfferRoutes(offers: Offers(pool: pool)).routes
            + BroadcastRoutes(broadcasts: Broadcasts(pool: pool)).routes
            + ReviewRoutes(bookings: bookings).routes
            + CentreCalendarRoutes(bookings: bookings).routes
            + CalendarFeedRoutes(pool: pool).routes
            + AdminBookingRoutes(pool: pool).routes
    }

    /// A payment can set a booking going that was held.
    private var paymentRoutes: [Route] {
        PaymentRoutes(payments: payments).routes
            + WebhookRoutes(payments: payments).routes
            + EarningsRoutes(ledger: Ledger(pool: pool), payments: payments).routes
    }

    private var providerRoutes: [Route] {
        ProviderRoutes(providers: providers, bookings: bookings).routes
            + OwnProviderRoutes(providers: providers).routes
            + ClosureRoutes(providers: providers).routes
            + ServiceAreaRoutes(providers: providers).routes
            + AdminServiceAreaRoutes(providers: providers).routes
            + AdminProviderRoutes(providers: providers).routes
    }

    private var bookingStepRoutes: [Route] {
        BookingStepRoutes(bookings: bookings).routes
            + BookingRequestRoutes(bookings: bookings).routes
            + BookingDispatchRoutes(bookings: bookings).routes
    }

    private var accountRoutes: [Route] {
        RegisterRoutes(accounts: accounts, limiter: limiter).routes
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
