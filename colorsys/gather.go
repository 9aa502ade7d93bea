// Moving the components of some pixels of a row between their places in an image and a block of triples.

package colorsys

// moves are the ways of components during a job, as shuffles.
type moves struct {
	gather, scatter, alpha shuffle
}

var triplePlaces = []int{0, 1, 2}

// prepare makes the shuffles that a job needs.
func (j *job[T]) prepare() {
	if !j.from.linear() {
		j.moves.gather = newShuffle[T](3, j.from.pixel, triplePlaces, j.from.places[:3])
	}
	if !j.to.linear() {
		j.moves.scatter = newShuffle[T](j.to.pixel, 3, j.to.places[:3], triplePlaces)
	}
	if j.alpha {
		j.moves.alpha = newShuffle[T](j.to.pixel, j.from.pixel, j.to.places[3:], j.from.places[3:])
	}
}

// span gives the components that so many pixels of a row, with which pix begins, reach over.
func span[T Component](pix []T, l *layout, pixels int) []T {
	return pix[:(pixels-1)*l.pixel+(l.channels-1)*l.component+1]
}

// gather fills triples with the pixels that src begins with.
func gather[T Component](triples, src []T, l *layout, s *shuffle) {
	pixels := len(triples) / 3
	src = span(src, l, pixels)
	a, b, c := src[l.places[0]:], src[l.places[1]:], src[l.places[2]:]
	for i := move(s, triples, src); i < pixels; i++ {
		triple := triples[3*i : 3*i+3]
		triple[0], triple[1], triple[2] = a[i*l.pixel], b[i*l.pixel], c[i*l.pixel]
	}
}

// scatter puts triples into the pixels that dst begins with.
func scatter[T Component](dst, triples []T, l *layout, s *shuffle) {
	pixels := len(triples) / 3
	dst = span(dst, l, pixels)
	a, b, c := dst[l.places[0]:], dst[l.places[1]:], dst[l.places[2]:]
	for i := move(s, dst, triples); i < pixels; i++ {
		triple := triples[3*i : 3*i+3]
		a[i*l.pixel], b[i*l.pixel], c[i*l.pixel] = triple[0], triple[1], triple[2]
	}
}

// copyAlpha copies alpha between the first pixels of dst and src.
func copyAlpha[T Component](dst, src []T, to, from *layout, pixels int, s *shuffle) {
	dst, src = span(dst, to, pixels), span(src, from, pixels)
	for i := move(s, dst, src); i < pixels; i++ {
		dst[to.places[3]+i*to.pixel] = src[from.places[3]+i*from.pixel]
	}
}
