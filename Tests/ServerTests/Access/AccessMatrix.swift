import HTTPTypes
import Marketplace

@testable import Server

/// Who may do what: a row for each route, in the order of the router. Those of pages stand beside it.
enum AccessMatrix {
    enum Who: String, CaseIterable {
        case nobody, customer, provider, dispatcher, admin

        var role: Role? { Role(rawValue: rawValue) }
    }

    static let rows: [String: Set<Who>] = [
        "GET /healthz": everyone,
        "GET /readyz": everyone,
        "GET /api/openapi.json": everyone,
        "GET /api/pincodes/{pincode}": everyone,
        "GET /api/pincodes/cells": everyone,
        "GET /api/districts": everyone,
        "GET /api/places": everyone,
        "GET /api/services": everyone,
        "GET /api/providers/nearest": everyone,
        "GET /api/providers": everyone,
        "GET /api/providers/{id}": everyone,
        "GET /api/providers/{id}/service-area": everyone,
        "GET /api/providers/{id}/hours": everyone,
        "POST /api/providers/register": [.provider],
        "GET /api/me/providers": [.provider],
        "PATCH /api/providers/{id}": providersAndAdmins,
        "PUT /api/providers/{id}/hours": providersAndAdmins,
        "GET /api/providers/{id}/closures": providersAndAdmins,
        "POST /api/providers/{id}/closures": providersAndAdmins,
        "DELETE /api/closures/{id}": providersAndAdmins,
        "GET /api/providers/{id}/service-areas": providersAndStaff,
        "POST /api/providers/{id}/service-areas": providersAndAdmins,
        "GET /api/service-areas/{id}": providersAndStaff,
        "PUT /api/service-areas/{id}": providersAndAdmins,
        "DELETE /api/service-areas/{id}": providersAndAdmins,
        "DELETE /api/service-areas/{id}/proposal": providersAndAdmins,
        "GET /api/service-areas/{id}/versions": providersAndStaff,
        "GET /api/service-areas/{id}/versions/{version}": providersAndStaff,
        "GET /api/admin/service-areas": [.admin],
        "POST /api/service-areas/{id}/approve": [.admin],
        "POST /api/service-areas/{id}/reject": [.admin],
        "GET /api/admin/providers": [.admin],
        "POST /api/admin/providers/{id}/approve": [.admin],
        "POST /api/admin/providers/{id}/reject": [.admin],
        "POST /api/admin/providers/{id}/suspend": [.admin],
        "PATCH /api/bookings/{id}/status": signedIn,
        "POST /api/bookings/{id}/cancel": signedIn,
        "POST /api/bookings/{id}/reschedule": signedIn,
        "GET /api/providers/{id}/requests": providersAndStaff,
        "POST /api/providers/{id}/requests/{booking_id}": providersAndStaff,
        "GET /api/dispatch/bookings": dispatchers,
        "GET /api/bookings/{id}/candidates": dispatchers,
        "POST /api/bookings/{id}/assign": dispatchers,
        "POST /api/dispatch/providers/{id}/reassign": dispatchers,
        "GET /api/admin/audit": [.admin],
        "GET /api/coverage": everyone,
        "GET /api/coverage/gaps": dispatchers,
        "GET /api/coverage/distances": dispatchers,
        "GET /api/coverage/summary": dispatchers,
        "GET /api/coverage/fragile": dispatchers,
        "GET /api/coverage/overlaps": dispatchers,
        "POST /api/coverage/what-if": dispatchers,
        "GET /api/coverage/suggestions": dispatchers,
        "POST /api/geometry/check": [.provider, .dispatcher, .admin],
        "GET /api/admin/jobs": [.admin],
        "POST /api/admin/jobs/{id}/retry": [.admin],
        "GET /tiles/districts/{z}/{x}/{y}.mvt": everyone,
        "GET /tiles/places/{z}/{x}/{y}.mvt": everyone,
        "GET /tiles/providers/{z}/{x}/{y}.mvt": everyone,
        "GET /tiles/pincodes/{z}/{x}/{y}.mvt": dispatchers,
        "GET /tiles/service_areas/{z}/{x}/{y}.mvt": dispatchers,
        "POST /api/coverage/watch": everyone,
        "GET /api/admin/coverage-watches": admins,
        "GET /api/coverage/events": dispatchers,
        "POST /api/register": everyone,
        "POST /api/login": everyone,
        "POST /api/login/code": everyone,
        "POST /api/password/forgot": everyone,
        "POST /api/password/reset": everyone,
        "POST /api/email/verify": everyone,
        "POST /api/email/verify/send": signedIn,
        "POST /api/logout": signedIn,
        "GET /api/me": signedIn,
        "PATCH /api/me": signedIn,
        "POST /api/password/change": signedIn,
        "GET /api/me/sessions": signedIn,
        "DELETE /api/me/sessions/{id}": signedIn,
        "GET /api/me/export": signedIn,
        "DELETE /api/me": signedIn,
        "GET /api/admin/users": [.admin],
        "POST /api/admin/users": [.admin],
        "PATCH /api/admin/users/{id}": [.admin],
        "POST /api/token/refresh": everyone,
        "GET /.well-known/jwks.json": everyone,
        "GET /api/me/second-factor": signedIn,
        "POST /api/me/second-factor": signedIn,
        "POST /api/me/second-factor/confirm": signedIn,
        "DELETE /api/me/second-factor": signedIn,
        "POST /api/me/second-factor/recovery-codes": signedIn,
        "DELETE /api/admin/users/{id}/second-factor": admins,
        "GET /api/providers/{id}/slots": everyone,
        "POST /api/bookings": [.customer, .dispatcher, .admin],
        "GET /api/bookings/{id}": signedIn,
        "GET /api/customers/{id}/bookings": signedIn,
    ]

    static let everyone = Set(Who.allCases)
    static let signedIn: Set<Who> = [.customer, .provider, .dispatcher, .admin]
    static let providersAndAdmins: Set<Who> = [.provider, .admin]
    static let providersAndStaff: Set<Who> = [.provider, .dispatcher, .admin]
    static let admins: Set<Who> = [.admin]
    static let dispatchers: Set<Who> = [.dispatcher, .admin]
}
