// Room for signal handlers.

// Package signalroom calls functions with room left on their stack for the signal handlers of a C host.
//
// A handler runs on the stack of whatever thread its signal finds, unless it was installed with SA_ONSTACK. If that
// thread has called a Go library, this is a goroutine's stack: of a few kilobytes, and with the data of others below it.
package signalroom

// Size is how many bytes a handler can use at least.
const Size = 64 << 10
