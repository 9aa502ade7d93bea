// Moving the components of some pixels of a row between their places in an image and a block of triples.

package colorsys

// gather fills triples with the pixels that src begins with.
func gather[T Component](triples, src []T, l *layout) {
	a, b, c := src[l.places[0]:], src[l.places[1]:], src[l.places[2]:]
	for i := 0; len(triples) >= 3; i += l.pixel {
		triples[0], triples[1], triples[2] = a[i], b[i], c[i]
		triples = triples[3:]
	}
}

// scatter puts triples into the pixels that dst begins with.
func scatter[T Component](dst, triples []T, l *layout) {
	a, b, c := dst[l.places[0]:], dst[l.places[1]:], dst[l.places[2]:]
	for i := 0; len(triples) >= 3; i += l.pixel {
		a[i], b[i], c[i] = triples[0], triples[1], triples[2]
		triples = triples[3:]
	}
}

// copyAlpha copies alpha between the first pixels of dst and src.
func copyAlpha[T Component](dst, src []T, to, from *layout, pixels int) {
	dst, src = dst[to.places[3]:], src[from.places[3]:]
	for i := range pixels {
		dst[i*to.pixel] = src[i*from.pixel]
	}
}
