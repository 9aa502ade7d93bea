// The laws of ITU-T G.711 and the floats of 16 bits, each value of them.

package pcm

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var le = binary.LittleEndian

var laws = map[string]Layout{"A-law": A8, "mu-law": Mu8}

// allCodes and allS16 are all samples that there are, in order.
func allCodes() []byte {
	codes := make([]byte, 256)
	for code := range codes {
		codes[code] = byte(code)
	}
	return codes
}

func allS16() []byte {
	var samples []byte
	for value := math.MinInt16; value <= math.MaxInt16; value++ {
		samples = le.AppendUint16(samples, uint16(value))
	}
	return samples
}

func TestEveryCodeOfALaw(t *testing.T) {
	for name, law := range laws {
		t.Run(name, func(t *testing.T) {
			got := make([]byte, 512)
			NewConverter(S16, law)(got, allCodes())
			for code, want := range oracleLaw(law.Kind) {
				require.Equal(t, int16(want), int16(le.Uint16(got[2*code:])), "code %#x", code)
			}
		})
	}
}

func TestEverySampleOf16BitsGetsTheCodeOfItsStep(t *testing.T) {
	for name, law := range laws {
		t.Run(name, func(t *testing.T) {
			got := make([]byte, 1<<16)
			NewConverter(law, S16)(got, allS16())
			for n, code := range got {
				require.Equal(t, oracleCode(law.Kind, big.NewRat(int64(n+math.MinInt16), 1<<15)), code, "%d", n+math.MinInt16)
			}
		})
	}
}

// The sums are those of what libsndfile 1.2.2 makes of the same samples. Other coders differ where a value is the
// decision value of a step: CPython's audioop and SoX cut or round to 13 or 14 bits first.
func TestCodesAreThoseOfLibsndfile(t *testing.T) {
	for name, want := range map[string]string{
		"A-law":  "61ab4ea19c31b12928e2b51176bd343304bde4314e26a84aa52a71e46942b893",
		"mu-law": "5ee7cf5f273f842d2234121e4cb0c98d6b20a99ac29026f94e05b36955b195be",
	} {
		t.Run(name, func(t *testing.T) {
			got := make([]byte, 1<<16)
			NewConverter(laws[name], S16)(got, allS16())
			sum := sha256.Sum256(got)
			assert.Equal(t, want, hex.EncodeToString(sum[:]))
		})
	}
}

// What a code stands for gets that code again, whatever it was in between. The mu-law has two for zero.
func TestCodesComeBack(t *testing.T) {
	for name, law := range laws {
		for _, between := range []Layout{S16, S24, S32, S64, F16, F32, F64} {
			t.Run(name+" from "+between.name(), func(t *testing.T) {
				values, codes := make([]byte, 256*between.Bytes), make([]byte, 256)
				NewConverter(between, law)(values, allCodes())
				NewConverter(law, between)(codes, values)
				want := allCodes()
				if law.Kind == MuLaw {
					want[0x7F] = 0xFF
				}
				assert.Equal(t, want, codes)
			})
		}
	}
}

// A decision value itself belongs to the step above it, and what is less by however little to the step below.
func TestDecisionValuesAreExact(t *testing.T) {
	for name, law := range laws {
		t.Run(name, func(t *testing.T) {
			steps := lawSteps(law.Kind)
			for n, step := range steps[1:] {
				decision := float64(step.decision) / (1 << 15)
				for _, test := range []struct {
					value float64
					want  byte
				}{
					{decision, step.code},
					{math.Nextafter(decision, 0), steps[n].code},
					{-decision, step.code ^ 0x80},
					{math.Nextafter(-decision, 0), steps[n].code ^ 0x80},
				} {
					var code [1]byte
					NewConverter(law, F64)(code[:], le.AppendUint64(nil, math.Float64bits(test.value)))
					assert.Equal(t, test.want, code[0], "%v", test.value)
				}
			}
		})
	}
}

func TestEveryFloatOf16Bits(t *testing.T) {
	src := allS16()
	values, back := make([]byte, 8<<16), make([]byte, 2<<16)
	NewConverter(F64, F16)(values, src)
	NewConverter(F16, F64)(back, values)
	for n := range 1 << 16 {
		raw := le.Uint16(src[2*n:])
		want, got := oracleHalves()[raw], math.Float64frombits(le.Uint64(values[8*n:]))
		if math.IsNaN(want) {
			require.True(t, math.IsNaN(got), "%#x", raw)
			require.True(t, F16.isNaN(uint64(le.Uint16(back[2*n:]))), "%#x", raw)
			continue
		}
		require.Equal(t, math.Float64bits(want), math.Float64bits(got), "%#x", raw)
		require.Equal(t, raw, le.Uint16(back[2*n:]))
	}
}
