package wave_test

import (
	"bytes"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file checks that no input makes the library recurse: no function calls itself, directly or through others, so
// that the stack is as deep for each file as for any other.

// readingPackages are the packages that files are read and written with.
var readingPackages = []string{
	"internal/block", "internal/adpcm", "internal/gsm", "internal/parallel", "internal/pcm", "internal/riff", "wave",
}

// A callGraph tells which functions each function may call. Those that are passed on or kept count as called, too, and a
// method of an interface of the packages stands for all methods of that name. What is called through an interface of
// other packages leads out of these, or from a stream to that over which it lies: see TestTheStackIsAsDeepForEachFile.
type callGraph struct {
	calls   map[types.Object]map[types.Object]bool
	methods map[string][]types.Object
	dynamic map[types.Object][]string // names of methods of interfaces that a function calls
}

func newCallGraph(t *testing.T) *callGraph {
	g := &callGraph{map[types.Object]map[types.Object]bool{}, map[string][]types.Object{}, map[types.Object][]string{}}
	fset := token.NewFileSet()
	checked := map[string]*types.Package{}
	standard := importer.ForCompiler(fset, "source", nil)
	imported := importerOf(func(path string) (*types.Package, error) {
		if p := checked[path]; p != nil {
			return p, nil
		}
		return standard.Import(path)
	})
	for _, name := range readingPackages {
		folder := filepath.Join("..", name)
		p, err := build.ImportDir(folder, 0)
		require.NoError(t, err)
		var files []*ast.File
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(fset, filepath.Join(folder, name), nil, 0)
			require.NoError(t, err)
			files = append(files, file)
		}
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
		config := types.Config{Importer: imported}
		checked["mmservices/"+name], err = config.Check("mmservices/"+name, fset, files, info)
		require.NoError(t, err)
		for _, file := range files {
			for _, declaration := range file.Decls {
				g.add(declaration, info)
			}
		}
	}
	for caller, names := range g.dynamic {
		for _, name := range names {
			for _, method := range g.methods[name] {
				g.calls[caller][method] = true
			}
		}
	}
	return g
}

type importerOf func(path string) (*types.Package, error)

func (i importerOf) Import(path string) (*types.Package, error) { return i(path) }

// add adds a function, or the functions that variables hold, which count as one that the variable names.
func (g *callGraph) add(declaration ast.Decl, info *types.Info) {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		object := info.Defs[d.Name]
		if d.Recv != nil {
			g.methods[d.Name.Name] = append(g.methods[d.Name.Name], object)
		}
		if d.Body != nil {
			g.use(object, d.Body, info)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if values, ok := spec.(*ast.ValueSpec); ok {
				for _, name := range values.Names {
					for _, value := range values.Values {
						g.use(info.Defs[name], value, info)
					}
				}
			}
		}
	}
}

// use notes what a function, or the value of a variable, makes use of.
func (g *callGraph) use(caller types.Object, body ast.Node, info *types.Info) {
	if g.calls[caller] == nil {
		g.calls[caller] = map[types.Object]bool{}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		name, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		switch used := info.Uses[name].(type) {
		case *types.Func:
			signature := used.Type().(*types.Signature)
			if r := signature.Recv(); r != nil && types.IsInterface(r.Type()) {
				if used.Pkg() != nil && strings.HasPrefix(used.Pkg().Path(), "mmservices/") && isNamed(r.Type()) {
					g.dynamic[caller] = append(g.dynamic[caller], used.Name())
				}
				break
			}
			g.calls[caller][used.Origin()] = true
		case *types.Var:
			if used.Parent() == used.Pkg().Scope() {
				g.calls[caller][used] = true
			}
		}
		return true
	})
}

func isNamed(t types.Type) bool {
	_, named := t.(*types.Named)
	return named
}

// cycles returns the functions that can come to be called by themselves, in groups.
func (g *callGraph) cycles() [][]string {
	var found [][]string
	seen := map[types.Object]bool{}
	for from := range g.calls {
		if seen[from] {
			continue
		}
		forth := g.reach(from)
		if !forth[from] {
			continue
		}
		var group []string
		for other := range forth {
			if g.reach(other)[from] {
				seen[other] = true
				group = append(group, nameOf(other))
			}
		}
		slices.Sort(group)
		found = append(found, group)
	}
	slices.SortFunc(found, slices.Compare)
	return found
}

// reach returns all that can come to be called from a function.
func (g *callGraph) reach(from types.Object) map[types.Object]bool {
	reached := map[types.Object]bool{}
	next := slices.Collect(maps.Keys(g.calls[from]))
	for len(next) > 0 {
		last := next[len(next)-1]
		next = next[:len(next)-1]
		if !reached[last] {
			reached[last] = true
			next = slices.AppendSeq(next, maps.Keys(g.calls[last]))
		}
	}
	return reached
}

// nameOf returns what a function is called, as riff.Source.Read.
func nameOf(object types.Object) string {
	name := object.Pkg().Name() + "."
	if f, ok := object.(*types.Func); ok {
		if r := f.Type().(*types.Signature).Recv(); r != nil {
			kind := r.Type().String()
			name += kind[strings.LastIndexByte(kind, '.')+1:] + "."
		}
	}
	return name + object.Name()
}

func TestNoFunctionCallsItself(t *testing.T) {
	g := newCallGraph(t)
	require.Greater(t, len(g.calls), 800, "the functions of all packages were found")
	assert.Equal(t, [][]string{
		// The converters for big-endian samples are made of those that turn bytes around, which are no such converters.
		{"pcm.NewConverter", "pcm.inLittleEndian"},
		// A vector kernel has the portable kernel, which has none, convert what is less than a vector.
		{"pcm.kernel.converter"},
	}, g.cycles(), "what calls itself, but for this: by layout, once, and not by file")
}

// A deep is a stream that notes how deep the stack is at most when it is read.
type deep struct {
	*bytes.Reader
	deepest int
}

func (d *deep) Read(p []byte) (int, error) {
	d.deepest = max(d.deepest, runtime.Callers(0, make([]uintptr, 1000)))
	return d.Reader.Read(p)
}

func TestTheStackIsAsDeepForEachFile(t *testing.T) {
	depth := func(file []byte) (deepest int) {
		for _, opts := range []*wave.ReaderOptions{nil, &strict} {
			stream := &deep{Reader: bytes.NewReader(file)}
			if r, err := wave.NewReader(stream, opts); err == nil {
				_, err = r.Metadata()
				require.NoError(t, err)
			}
			deepest = max(deepest, stream.deepest)
		}
		return deepest
	}
	for _, f := range families() {
		few := depth(f.file(4 << 10))
		assert.Less(t, few, 60, f.name)
		assert.Equal(t, few, depth(f.file(16<<10)), f.name)
	}
}
