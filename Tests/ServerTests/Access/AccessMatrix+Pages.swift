/// Who may see which page. Whoever isn't signed in is led to the sign-in page where only others may.
extension AccessMatrix {
    static let pages: [String: Set<Who>] = [
        frame, accounts, customers, bookings, providers, dispatch, admin, reports,
    ].reduce(
        into: [:]) {
            all, part in
            all.merge(part) { one, _ in one }
        }

    private static let frame: [String: Set<Who>] = [
        "GET /assets/**": everyone,
        "POST /theme": everyone,
    ]

    private static let customers: [String: Set<Who>] = [
        "GET /": everyone,
        "GET /search": everyone,
        "GET /centres/{id}": everyone,
        "GET /watch": everyone,
        "POST /watch": everyone,
        "GET /districts": everyone,
        "GET /districts/{slug}": everyone,
        "GET /cities/{slug}": everyone,
        "GET /sitemap.xml": everyone,
        "GET /robots.txt": everyone,
        "GET /help": everyone,
        "GET /help/{person}": everyone,
        "GET /privacy": everyone,
        "GET /terms": everyone,
        "GET /api/docs": everyone,
        "GET /api/docs/{part}": everyone,
    ]

    private static let bookings: [String: Set<Who>] = [
        "GET /centres/{id}/book": everyone,
        "GET /centres/{id}/book/time": everyone,
        "GET /centres/{id}/book/confirm": [.customer, .dispatcher, .admin],
        "POST /centres/{id}/book/confirm": [.customer, .dispatcher, .admin],
        "GET /bookings": signedIn,
        "GET /bookings/{id}": signedIn,
        "GET /bookings/{id}/cancel": signedIn,
        "POST /bookings/{id}/cancel": signedIn,
        "GET /bookings/{id}/reschedule": signedIn,
        "POST /bookings/{id}/reschedule": signedIn,
        "POST /bookings/{id}/review": [.customer],
        "GET /bookings/{id}/rework": [.customer],
        "POST /bookings/{id}/rework": [.customer],
        "GET /account/inbox": signedIn,
        "GET /account/inbox/{id}": signedIn,
        "POST /account/inbox/read": signedIn,
    ]

    private static let reports: [String: Set<Who>] = [
        "GET /admin/reports": [.admin],
        "GET /admin/reports.csv": [.admin],
    ]

    private static let accounts: [String: Set<Who>] = [
        "GET /sign-in": everyone,
        "POST /sign-in": everyone,
        "GET /sign-in/second-factor": everyone,
        "POST /sign-in/second-factor": everyone,
        "GET /sign-in/code": everyone,
        "POST /sign-in/code": everyone,
        "GET /sign-in/code/enter": everyone,
        "POST /sign-in/code/enter": everyone,
        "POST /sign-out": signedIn,
        "GET /sign-up": everyone,
        "POST /sign-up": everyone,
        "GET /password/forgot": everyone,
        "POST /password/forgot": everyone,
        "GET /password/reset": everyone,
        "POST /password/reset": everyone,
        "GET /email/verify": everyone,
        "POST /email/verify": everyone,
        "POST /account/email-check": signedIn,
        "GET /account": signedIn,
        "POST /account": signedIn,
        "GET /account/sessions": signedIn,
        "POST /account/sessions": signedIn,
        "GET /account/password": signedIn,
        "POST /account/password": signedIn,
        "GET /account/second-factor": signedIn,
        "POST /account/second-factor": signedIn,
        "GET /account/export": signedIn,
        "GET /account/erase": signedIn,
        "POST /account/erase": signedIn,
    ]

    private static let providers: [String: Set<Who>] = [
        "GET /provider": [.provider],
        "GET /provider/register": [.provider],
        "POST /provider/register": [.provider],
        "GET /provider/centres/{id}": [.provider],
        "POST /provider/centres/{id}": [.provider],
        "GET /provider/centres/{id}/services": [.provider],
        "POST /provider/centres/{id}/services": [.provider],
        "GET /provider/centres/{id}/hours": [.provider],
        "POST /provider/centres/{id}/hours": [.provider],
        "GET /provider/centres/{id}/closures": [.provider],
        "POST /provider/centres/{id}/closures": [.provider],
        "POST /provider/centres/{id}/closures/{closure}/remove": [.provider],
        "GET /provider/centres/{id}/day": [.provider],
        "POST /provider/centres/{id}/day": [.provider],
        "GET /provider/centres/{id}/calendar": [.provider],
        "POST /provider/centres/{id}/calendar/away": [.provider],
        "POST /provider/centres/{id}/calendar/away/remove": [.provider],
        "POST /provider/centres/{id}/calendar/feed": [.provider],
        "GET /provider/centres/{id}/area": [.provider],
        "POST /provider/centres/{id}/area": [.provider],
        "GET /provider/centres/{id}/area/{area}": [.provider],
        "POST /provider/centres/{id}/area/{area}": [.provider],
        "POST /provider/centres/{id}/area/{area}/withdraw": [.provider],
    ]

    private static let dispatch: [String: Set<Who>] = [
        "GET /dispatch": dispatchers,
        "GET /dispatch/districts": dispatchers,
        "GET /dispatch/districts.csv": dispatchers,
        "GET /dispatch/gaps": dispatchers,
        "GET /dispatch/gaps.csv": dispatchers,
        "GET /dispatch/gaps.geojson": dispatchers,
        "GET /dispatch/fragile": dispatchers,
        "GET /dispatch/fragile.csv": dispatchers,
        "GET /dispatch/overlaps": dispatchers,
        "GET /dispatch/suggestions": dispatchers,
        "GET /dispatch/what-if": dispatchers,
        "GET /dispatch/events": dispatchers,
        "GET /dispatch/bookings": dispatchers,
        "GET /dispatch/bookings/{id}": dispatchers,
        "POST /dispatch/bookings/{id}": dispatchers,
    ]

    private static let admin: [String: Set<Who>] = [
        "GET /admin": admins,
        "GET /admin/centres.csv": admins,
        "GET /admin/centres/{id}": admins,
        "GET /admin/centres/{id}/decide": admins,
        "POST /admin/centres/{id}/decide": admins,
        "GET /admin/areas": admins,
        "GET /admin/areas/{id}": admins,
        "POST /admin/areas/{id}": admins,
        "GET /admin/areas/{id}/decide": admins,
        "POST /admin/areas/{id}/decide": admins,
        "GET /admin/centres/{id}/areas/new": admins,
        "POST /admin/centres/{id}/areas/new": admins,
        "GET /admin/bookings": admins,
        "GET /admin/bookings.csv": admins,
        "GET /admin/users": admins,
        "GET /admin/new-user": admins,
        "POST /admin/new-user": admins,
        "GET /admin/users/{id}": admins,
        "GET /admin/users/{id}/change": admins,
        "POST /admin/users/{id}/change": admins,
        "GET /admin/audit": admins,
        "GET /admin/audit.csv": admins,
        "GET /admin/jobs": admins,
        "POST /admin/jobs/{id}/retry": admins,
        "GET /admin/watches": admins,
        "GET /admin/watches.csv": admins,
    ]
}
