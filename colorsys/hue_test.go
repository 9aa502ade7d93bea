// The remainder of a turn, held against the exact remainder of the standard library.

package colorsys

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMod1IsTheExactRemainderMadePositive(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		x := math.Ldexp(random.Float64()-0.5, random.IntN(140)-70)
		want := math.Mod(x, 1)
		if want < 0 {
			want += 1
		}
		require.Equal(t, math.Abs(want), mod1(x), "x = %x", x)
	}
}

func TestMod1OfWholeNumbersIsPositiveZero(t *testing.T) {
	for _, x := range []float64{0, math.Copysign(0, -1), 1, -1, -6, 0x1p53, -0x1p60, -math.MaxFloat64} {
		assert.Zero(t, math.Float64bits(mod1(x)), "x = %x", x)
	}
}

func TestMod1OfTinyNegativeNumbersIsOne(t *testing.T) {
	assert.Equal(t, 1.0, mod1(-0x1p-54))
	assert.Equal(t, 1.0, mod1(-math.SmallestNonzeroFloat64))
	assert.Equal(t, 1-0x1p-53, mod1(-0x1p-53))
}

func TestMod1OfNonFiniteNumbersIsNaN(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		assert.True(t, math.IsNaN(mod1(x)), "x = %v", x)
	}
}
