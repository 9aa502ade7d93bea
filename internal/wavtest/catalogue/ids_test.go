package catalogue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest/catalogue"
)

// ids are what has to be in the catalogue. D13, a file that shrinks while it is open, is no file but an event: package
// wave tests it.
func ids() []string {
	listed := strings.Fields(`
		F01 F02 F03 F04 F05 F06 F07 F08 F09 F10 F12 F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F24 F25 F26 F27 F28 F29 F30 F31
		E01 E02 E03 E04 E05 E06 E07 E08 E09 E10 E11
		S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11 S12 S13 S14 S15 S16 S17 S17b S18 S19 S20 S21
		D01 D02 D03 D04 D05 D06 D07 D08 D09 D10 D11 D12
		M01 M02 M03 M04 M05 M06 M07 M08 M09 M10 M11 M12 M13 M14 M15 M16 M17 M18 M19 M20 M21 M22 M23 M24 M25 M26 M27 M28 M29
		R01 R02 R03 R04 R05 R06 R07 R08 R09 R10 R11 R12 R13
		W01 W02 W03 W04 W05
		X01
		C01 C02 C03 C04 C05 C06 C07 C08 C09 C10 C11 C12 C13`)
	for cut := range 60 {
		listed = append(listed, fmt.Sprintf("T%02d", cut))
	}
	return listed
}

func TestEveryIDIsThere(t *testing.T) {
	missing := ids()
	for _, c := range catalogue.All() {
		id, _, _ := strings.Cut(c.Name, " ")
		missing = slices.DeleteFunc(missing, func(want string) bool { return want == id })
	}
	assert.Empty(t, missing)
}

func TestNamesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range catalogue.All() {
		require.False(t, seen[c.Name], c.Name)
		seen[c.Name] = true
	}
}
