// The loop of every kernel.

package pcm

// each calls convert with as many bytes as it gives and takes at a time, until less is left of dst or src, and returns what
// is left. It is inlined, and so is the function literal that it is called with.
func each(dst, src []byte, give, take int, convert func(dst, src []byte)) (restOfDst, restOfSrc []byte) {
	for len(src) >= take && len(dst) >= give {
		convert(dst[:give], src[:take])
		dst, src = dst[give:], src[take:]
	}
	return dst, src
}
