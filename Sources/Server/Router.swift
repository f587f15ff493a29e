import Hummingbird

extension IstriServer {
    /// Everything that can be asked, and who answers it.
    func router() -> Router<PublicContext> {
        let router = Router(context: PublicContext.self)
        router.add(middleware: FrontDoor())
        router.add(routes, Authentication(accounts: accounts))
        return router
    }

    var routes: [Route] {
        HealthRoutes(pool: pool, pendingMigrations: pendingMigrations).routes
            + PincodeRoutes(pool: pool).routes
            + DistrictRoutes(pool: pool).routes
            + PlaceRoutes(pool: pool).routes
            + ServiceRoutes(pool: pool).routes
            + NearestRoutes(pool: pool, kept: kept).routes
            + ProviderRoutes(pool: pool).routes
            + CoverageRoutes(pool: pool, kept: kept).routes
    }
}
