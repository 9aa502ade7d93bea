// No architecture may fuse a multiplication with an addition: read from the assembly that the compiler writes for each.

package colorsys_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fusingTargets are the architectures on which Go fuses x*y + z, as environments of the compiler.
var fusingTargets = [][]string{
	{"GOARCH=arm64"},
	{"GOARCH=loong64"},
	{"GOARCH=ppc64le"},
	{"GOARCH=riscv64"},
	{"GOARCH=s390x"},
	{"GOARCH=amd64", "GOAMD64=v3"},
}

// fused matches the mnemonics of all these: FMADD and FNMSUBD of most, VFMADD231SD of amd64, WFMADB of s390x's vectors,
// XSMADDADP of ppc64le's.
var fused = regexp.MustCompile(`^(V?FN?M(ADD|SUB)|WFN?M[AS][DS]B|X[SV]N?M(ADD|SUB))`)

// compile runs go build with -S for a target and returns the instructions of the package in a folder: lines of place,
// mnemonic and operands, separated by tabs. flags are further arguments of go build, before the package.
func compile(t *testing.T, target []string, folder string, flags ...string) []string {
	t.Helper()
	command := exec.Command("go", append(append([]string{"build", "-gcflags=-S"}, flags...), "-o", os.DevNull, ".")...)
	command.Dir = folder
	command.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0", "GOENV=off", "GOFLAGS=", "GOEXPERIMENT=", "GOWORK=off")
	command.Env = append(command.Env, target...)
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	var instructions []string
	for line := range strings.Lines(string(output)) {
		// An instruction is "\t0x0010 00016 (yiq.go:10)\tFMULD\tF0, F1, F2".
		if columns := strings.SplitN(strings.TrimSpace(line), "\t", 2); len(columns) == 2 && strings.HasPrefix(line, "\t0x") {
			_, place, _ := strings.Cut(columns[0], "(")
			instructions = append(instructions, strings.TrimSuffix(place, ")")+"\t"+columns[1])
		}
	}
	require.NotEmpty(t, instructions, "no assembly in the output of go build")
	return instructions
}

// fusedInstructions picks the instructions that multiply and add in one.
func fusedInstructions(instructions []string) []string {
	var found []string
	for _, instruction := range instructions {
		if columns := strings.Split(instruction, "\t"); fused.MatchString(columns[1]) {
			found = append(found, instruction)
		}
	}
	return found
}

// writePackage writes a module of one file to a folder of its own.
func writePackage(t *testing.T, module, source string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "go.mod"), []byte(module), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "source.go"), []byte(source), 0o600))
	return folder
}

// forEachTarget runs a test for each of fusingTargets. It looks at the sources first so that go test, which sees what a
// test reads but not what go build reads for it, does not report an old result after a change that leaves the code for this
// machine as it was.
func forEachTarget(t *testing.T, test func(t *testing.T, target []string)) {
	t.Helper()
	_, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, target := range fusingTargets {
		t.Run(strings.Join(target, " "), func(t *testing.T) { test(t, target) })
	}
}

func TestNoFusedInstructions(t *testing.T) {
	forEachTarget(t, func(t *testing.T, target []string) {
		assert.Empty(t, fusedInstructions(compile(t, target, ".")))
	})
}

// The counterpart of the other tests in this file: they can fail, because what they look for is found where it is.
func TestFusedInstructionsAreFoundWhereTheyAre(t *testing.T) {
	folder := writePackage(t, "module fused\n\ngo 1.26\n", `package fused

func Add(x, y, z float64) float64 { return x*y + z }

func AddAfterConversion(x, y, z float64) float64 { return float64(x*y) + z }
`)
	forEachTarget(t, func(t *testing.T, target []string) {
		assert.Len(t, fusedInstructions(compile(t, target, folder)), 1)
	})
}

// A function inlined into its caller is compiled together with the caller's arithmetic. With a profile the compiler
// inlines all six, so here they are, with products as arguments and their results in sums.
func TestNoFusedInstructionsWhenInlined(t *testing.T) {
	colorsys, err := filepath.Abs("..")
	require.NoError(t, err)

	source := &strings.Builder{}
	profile := &strings.Builder{}
	source.WriteString("package caller\n\nimport \"mmservices/colorsys\"\n")
	profile.WriteString("GO PREPROFILE V1\n")
	for _, c := range conversions {
		results := "x, y, z"
		if slices.Contains([]string{"RGBToHLS", "RGBToHSV", "HSVToRGB"}, c.name) {
			results += ", _"
		}
		source.WriteString("\nfunc With" + c.name + "(a, b, c float64) float64 {\n" +
			"\t" + results + " := colorsys." + c.name + "(a*b, b*c, c*a)\n" +
			"\treturn a + x + y + z\n}\n")
		// The caller, the called function, the line of the call within the caller, and how often it was seen.
		profile.WriteString("caller.With" + c.name + "\nmmservices/colorsys." + c.name + "\n1 1000\n")
	}
	folder := writePackage(t, "module caller\n\ngo 1.26\n\nrequire mmservices v0.0.0\n\n"+
		"replace mmservices => "+colorsys+"\n", source.String())
	profilePath := filepath.Join(folder, "profile.txt")
	require.NoError(t, os.WriteFile(profilePath, []byte(profile.String()), 0o600))

	forEachTarget(t, func(t *testing.T, target []string) {
		instructions := compile(t, target, folder,
			"-gcflags=mmservices/colorsys=-pgoprofile="+profilePath, "-gcflags=caller=-S -pgoprofile="+profilePath)
		for _, c := range conversions {
			for _, instruction := range instructions {
				assert.NotContains(t, instruction, "mmservices/colorsys."+c.name+"(SB)", "was to be inlined")
			}
		}
		assert.Empty(t, fusedInstructions(instructions))
	})
}
