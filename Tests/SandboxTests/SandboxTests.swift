import Sandbox
import Testing

struct SandboxTests {}
