/// The gateway of payments as a demonstration and the tests have it: no money moves.
package enum Sandbox {}
