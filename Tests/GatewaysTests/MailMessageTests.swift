import Testing
@testable import Gateways
