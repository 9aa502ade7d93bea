//go:build !unix || !(amd64 || arm64 || s390x)

package signalroom

// Call calls fn.
func Call(fn func()) { fn() }
