package core_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A source is one parsed Go file; its path is relative to the project's root, with forward slashes.
type source struct {
	path      string
	file      *ast.File
	positions *token.FileSet
}

func parseSource(path string, content any, name string) (source, error) {
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, path, content, parser.SkipObjectResolution)
	return source{path: name, file: file, positions: positions}, err
}

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// complain makes the message about the node n.
func (s source) complain(n ast.Node, what string) string {
	return fmt.Sprintf("%s:%d: %s", s.path, s.positions.Position(n.Pos()).Line, what)
}

// nameOf returns under which name the file imports the package path, whose own name is given; "" when it does not.
func (s source) nameOf(path, own string) string {
	for _, spec := range s.file.Imports {
		if spec.Path.Value != `"`+path+`"` {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return own
	}
	return ""
}

// uses lists where the file names one of the given things of a package, whether it calls them or hands them on.
func (s source) uses(path, own string, things ...string) []*ast.SelectorExpr {
	local := s.nameOf(path, own)
	var found []*ast.SelectorExpr
	ast.Inspect(s.file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := selector.X.(*ast.Ident); ok && local != "" && x.Name == local && slices.Contains(things, selector.Sel.Name) {
			found = append(found, selector)
		}
		return true
	})
	return found
}

// A sourceRule looks at one file and says what is wrong with it.
type sourceRule struct {
	name  string
	check func(source) []string
}

func sourceRules() []sourceRule {
	return []sourceRule{
		{"only the seam starts goroutines in the window", checkSeam},
		{"the store is never opened by hand", checkStoreUntouched},
		{"tests neither sleep nor skip", checkTestsHonest},
		{"what is sealed is sealed again by a rotation", checkSealedAgain},
	}
}

// checkSeam holds the window to one seam between its goroutines and the toolkit's: gui/background.go. Everything else
// runs on the toolkit's goroutine, so that a page needs no locks and a test can wait for all that is under way.
// DoAndWait is banned there too, because on the toolkit's goroutine it waits for itself. The tour is a program of its
// own that drives the window from outside; the probe's reader answers it, and is in no released program. The clipboard
// of X11 answers other programs for as long as it is open, and what hears the system's lock listens to it; neither knows the
// toolkit.
func checkSeam(s source) []string {
	outside := []string{
		"gui/tour", "gui/probe/reader", "gui/secretclip/serve_linux.go", "gui/screenlock/watcher.go", "gui/screenlock/listen_linux.go",
	}
	if s.isTest() || !within(s.path, "gui") || withinAny(s.path, outside) {
		return nil
	}
	var found []string
	for _, use := range s.uses("fyne.io/fyne/v2", "fyne", "DoAndWait") {
		found = append(found, s.complain(use, "fyne.DoAndWait"))
	}
	if s.path == "gui/background.go" {
		return found
	}
	for _, use := range s.uses("fyne.io/fyne/v2", "fyne", "Do") {
		found = append(found, s.complain(use, "fyne.Do outside gui/background.go"))
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if statement, ok := n.(*ast.GoStmt); ok {
			found = append(found, s.complain(statement, "go outside gui/background.go"))
		}
		if call := methodCall(n, "Go"); call != nil { // sync.WaitGroup and its likes
			found = append(found, s.complain(call, "Go outside gui/background.go"))
		}
		return true
	})
	return found
}

// checkStoreUntouched keeps storage from opening a file itself: closing any handle of a live store drops the locks that
// SQLite holds on it for the whole process ("How To Corrupt An SQLite Database File", 2.2).
func checkStoreUntouched(s source) []string {
	if s.isTest() || !within(s.path, "storage") {
		return nil
	}
	var found []string
	opening := []string{"Open", "OpenFile", "OpenInRoot", "OpenRoot", "ReadFile", "WriteFile", "Create", "Truncate", "CopyFS", "DirFS"}
	for _, use := range s.uses("os", "os", opening...) {
		found = append(found, s.complain(use, "os."+use.Sel.Name+" in storage"))
	}
	return found
}

// checkTestsHonest refuses tests that wait for the clock or leave themselves out. Inside a bubble of synctest.Test the
// clock is not real, and sleeping is how it is moved. In a property of rapid, Skip only draws another example.
func checkTestsHonest(s source) []string {
	if !s.isTest() {
		return nil
	}
	var found []string
	bubbles := s.bubbles()
	for _, use := range s.uses("time", "time", "Sleep") {
		if !insideAny(use, bubbles) {
			found = append(found, s.complain(use, "time.Sleep in a test"))
		}
	}
	properties := s.properties()
	ast.Inspect(s.file, func(n ast.Node) bool {
		if call := methodCall(n, "Skip", "Skipf", "SkipNow"); call != nil && !insideAny(call, properties) {
			found = append(found, s.complain(call, "a skipped test"))
		}
		return true
	})
	return found
}

// checkSealedAgain lets values be sealed only where they are sealed again when the keys are rotated.
func checkSealedAgain(s source) []string {
	if s.isTest() || within(s.path, "core/seal") || s.path == "core/sealed.go" || s.nameOf("gatehouse/core/seal", "seal") == "" {
		return nil
	}
	var found []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		if call := methodCall(n, "Seal"); call != nil {
			found = append(found, s.complain(call, "a value is sealed outside core/sealed.go, where RotateKeys seals it again"))
		}
		return true
	})
	return found
}

// methodCall returns n when it is a call of something's method of one of these names, else nil.
func methodCall(n ast.Node, names ...string) *ast.CallExpr {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return nil
	}
	if method, ok := call.Fun.(*ast.SelectorExpr); !ok || !slices.Contains(names, method.Sel.Name) {
		return nil
	}
	return call
}

func insideAny(n ast.Node, outer []ast.Node) bool {
	return slices.ContainsFunc(outer, func(o ast.Node) bool { return o.Pos() <= n.Pos() && n.End() <= o.End() })
}

// bubbles lists the calls of synctest.Test.
func (s source) bubbles() []ast.Node {
	var calls []ast.Node
	starts := s.uses("testing/synctest", "synctest", "Test")
	ast.Inspect(s.file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && slices.ContainsFunc(starts, func(u *ast.SelectorExpr) bool { return call.Fun == u }) {
			calls = append(calls, call)
		}
		return true
	})
	return calls
}

// properties lists the function literals that take a *rapid.T.
func (s source) properties() []ast.Node {
	var literals []ast.Node
	kinds := s.uses("pgregory.net/rapid", "rapid", "T")
	ast.Inspect(s.file, func(n ast.Node) bool {
		literal, ok := n.(*ast.FuncLit)
		if ok && slices.ContainsFunc(kinds, func(u *ast.SelectorExpr) bool { return insideAny(u, []ast.Node{literal.Type}) }) {
			literals = append(literals, literal)
		}
		return true
	})
	return literals
}

// projectSources parses every Go file of the project, tests included.
func projectSources(t *testing.T) []source {
	t.Helper()
	var sources []source
	root := ".."
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || name == "build" || name == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		parsed, err := parseSource(path, nil, filepath.ToSlash(relative))
		sources = append(sources, parsed)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

func TestArchitectureSources(t *testing.T) {
	sources := projectSources(t)
	if !slices.ContainsFunc(sources, func(s source) bool { return s.path == "core/architecture_source_test.go" }) {
		t.Fatalf("this file is not among the %d files that were found", len(sources))
	}
	for _, rule := range sourceRules() {
		t.Run(rule.name, func(t *testing.T) {
			for _, s := range sources {
				for _, complaint := range rule.check(s) {
					t.Error(complaint)
				}
			}
		})
	}
}

// TestArchitectureSourceRulesRefuse shows that each rule notices a breach, and what it lets pass.
func TestArchitectureSourceRulesRefuse(t *testing.T) {
	const toolkit = "import \"fyne.io/fyne/v2\"\n"
	tests := []struct {
		name, path, code string
		complaints       int
	}{
		{"goroutine in a page", "gui/security.go", "func f() { go f() }", 1},
		{"goroutine in a widget package", "gui/kit/field.go", "func f() { go func() {}() }", 1},
		{"goroutine of a wait group", "gui/security.go", "func f() { wait.Go(f) }", 1},
		{"goroutine in the seam", "gui/background.go", "func f() { go f(); wait.Go(f) }", 0},
		{"goroutine in the tour", "gui/tour/main.go", "func f() { go f() }", 0},
		{"goroutine that answers at the clipboard", "gui/secretclip/serve_linux.go", "func f() { wait.Go(f) }", 0},
		{"goroutine beside it", "gui/secretclip/x11_linux.go", "func f() { go f() }", 1},
		{"goroutine that hears the system", "gui/screenlock/watcher.go", "func f() { go f() }", 0},
		{"goroutine beside that", "gui/screenlock/logind_linux.go", "func f() { go f() }", 1},
		{"goroutine in core", "core/site.go", "func f() { go f() }", 0},
		{"Do in a page", "gui/security.go", toolkit + "func f() { fyne.Do(f) }", 1},
		{"Do under another name", "gui/security.go", "import toolkit \"fyne.io/fyne/v2\"\nvar later = toolkit.Do", 1},
		{"Do in the seam", "gui/background.go", toolkit + "func f() { fyne.Do(f) }", 0},
		{"DoAndWait in the seam", "gui/background.go", toolkit + "func f() { fyne.DoAndWait(f) }", 1},
		{"Do of something else", "gui/security.go", "var fyne once\nfunc f() { fyne.Do(f) }", 0},
		{"store opened", "storage/open.go", "import \"os\"\nfunc f() { os.Open(\"store\") }", 1},
		{"store read", "storage/backup/copy.go", "import sys \"os\"\nvar read = sys.ReadFile", 1},
		{"store looked at", "storage/open.go", "import \"os\"\nfunc f() { os.Stat(\"store\") }", 0},
		{"store damaged by a test", "storage/open_test.go", "import \"os\"\nfunc f() { os.OpenFile(\"store\", 0, 0) }", 0},
		{"sleep in a test", "storage/open_test.go", "import \"time\"\nfunc f() { time.Sleep(1) }", 1},
		{
			"sleep in a bubble", "gui/lock_test.go",
			"import (\"testing/synctest\"; \"time\")\nfunc f() { synctest.Test(t, func(t *T) { time.Sleep(1) }) }", 0,
		},
		{
			"sleep beside a bubble", "gui/lock_test.go",
			"import (\"testing/synctest\"; \"time\")\nfunc f() { synctest.Test(t, g); time.Sleep(1) }", 1,
		},
		{"sleep in the program", "core/site.go", "import \"time\"\nfunc f() { time.Sleep(1) }", 0},
		{
			"another example", "core/site_test.go",
			"import \"pgregory.net/rapid\"\nfunc f() { rapid.Check(t, func(t *rapid.T) { t.Skip() }) }", 0,
		},
		{
			"skipped beside a property", "core/site_test.go",
			"import \"pgregory.net/rapid\"\nfunc f() { rapid.Check(t, func(t *rapid.T) {}); t.Skip() }", 1,
		},
		{"value sealed", "core/totp.go", "import \"gatehouse/core/seal\"\nfunc f(r *seal.Ring) { r.Seal(at, text) }", 1},
		{"value sealed where it is sealed again", "core/sealed.go", "import \"gatehouse/core/seal\"\nfunc f(r *seal.Ring) { r.Seal(at, text) }", 0},
		{"skipped test", "core/site_test.go", "func f(t T) { t.Skip(\"later\"); t.SkipNow() }", 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, err := parseSource("example.go", "package p\n"+test.code, test.path)
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for _, rule := range sourceRules() {
				found = append(found, rule.check(s)...)
			}
			if len(found) != test.complaints {
				t.Errorf("complaints %q, want %d", found, test.complaints)
			}
		})
	}
}
