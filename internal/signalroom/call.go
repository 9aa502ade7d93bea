//go:build unix && (amd64 || arm64 || s390x)

package signalroom

// Call calls fn. However deep fn goes, the stack grows with [Size] bytes to spare before it does, and keeps them.
//
// The garbage collector halves stacks of which less than a quarter is used. So Call itself has a frame of a quarter of
// the stack that then has to be there, which it does not touch.
//
//go:noescape
func Call(fn func())
