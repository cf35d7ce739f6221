package resources_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A use is a text that the program shows, found as the first argument of one of the calls below.
type use struct {
	key    string
	plural bool
	at     string
}

// sayers are the functions whose first argument is a text: tr, trf, trn of the window, say and Say of core. The value
// tells whether the text has plural forms.
func sayers() map[string]bool {
	return map[string]bool{"tr": false, "trf": false, "trn": true, "say": false, "Say": false}
}

// A sourcePackage is the files of one folder; constants are shared among them.
type sourcePackage struct {
	positions *token.FileSet
	files     []*ast.File
	constants map[string]ast.Expr
}

// newSourcePackage collects the string constants of the files.
func newSourcePackage(positions *token.FileSet, files []*ast.File) *sourcePackage {
	p := &sourcePackage{positions: positions, files: files, constants: map[string]ast.Expr{}}
	for _, file := range files {
		for _, declaration := range file.Decls {
			general, ok := declaration.(*ast.GenDecl)
			if !ok || general.Tok != token.CONST {
				continue
			}
			for _, spec := range general.Specs {
				values, ok := spec.(*ast.ValueSpec)
				if !ok || len(values.Values) != len(values.Names) {
					continue
				}
				for i, name := range values.Names {
					p.constants[name.Name] = values.Values[i]
				}
			}
		}
	}
	return p
}

// text works out a string that is written down: a literal, a sum of them, or a constant of the package.
func (p *sourcePackage) text(expression ast.Expr) (string, bool) {
	switch e := expression.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, e.Kind == token.STRING && err == nil
	case *ast.ParenExpr:
		return p.text(e.X)
	case *ast.BinaryExpr:
		left, leftOK := p.text(e.X)
		right, rightOK := p.text(e.Y)
		return left + right, e.Op == token.ADD && leftOK && rightOK
	case *ast.Ident:
		constant, ok := p.constants[e.Name]
		if !ok {
			return "", false
		}
		return p.text(constant)
	}
	return "", false
}

// uses lists the texts of the package, and the places where a text is not written down and so cannot be checked.
func (p *sourcePackage) uses() (found []use, unreadable []string) {
	add := func(expression ast.Expr, plural bool) {
		at := p.positions.Position(expression.Pos()).String()
		if text, ok := p.text(expression); ok {
			found = append(found, use{key: text, plural: plural, at: at})
		} else if !isKey(expression) {
			unreadable = append(unreadable, at+": the text is not written here, so no translation can be found for it")
		}
	}
	for _, file := range p.files {
		for _, declaration := range file.Decls {
			if function, ok := declaration.(*ast.FuncDecl); ok && isSayer(function.Name.Name) {
				continue // it hands on what it was given
			}
			ast.Inspect(declaration, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					if name := calledName(n); isSayer(name) && len(n.Args) > 0 {
						add(n.Args[0], sayers()[name])
					}
				case *ast.CompositeLit:
					if key := keyOfText(n); key != nil {
						add(key, false)
					}
				}
				return true
			})
		}
	}
	return found, unreadable
}

func isSayer(name string) bool {
	_, ok := sayers()[name]
	return ok
}

// isKey reports whether the expression is the Key of a Text from core, which was written down elsewhere.
func isKey(expression ast.Expr) bool {
	selector, ok := expression.(*ast.SelectorExpr)
	return ok && selector.Sel.Name == "Key"
}

func calledName(call *ast.CallExpr) string {
	switch function := call.Fun.(type) {
	case *ast.Ident:
		return function.Name
	case *ast.SelectorExpr:
		return function.Sel.Name
	}
	return ""
}

// keyOfText returns the Key in a literal such as Text{Key: "…"} or policy.Text{…}, or nil.
func keyOfText(literal *ast.CompositeLit) ast.Expr {
	var name string
	switch of := literal.Type.(type) {
	case *ast.Ident:
		name = of.Name
	case *ast.SelectorExpr:
		name = of.Sel.Name
	}
	if name != "Text" {
		return nil
	}
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if field, ok := pair.Key.(*ast.Ident); ok && field.Name == "Key" {
			return pair.Value
		}
	}
	return nil
}

// developerTool tells whether a folder is of the tour or the benchmarks, which speak to developers only.
func developerTool(folder string) bool {
	return slices.Contains([]string{"tour", "bench", "probe"}, filepath.Base(folder))
}

// programTexts finds the texts of all packages below the folders. Folders that do not exist have none.
func programTexts(t *testing.T, folders ...string) (found []use, unreadable []string) {
	t.Helper()
	positions := token.NewFileSet()
	byFolder := map[string][]*ast.File{}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() && developerTool(path) {
				return filepath.SkipDir
			}
			if entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			file, err := parser.ParseFile(positions, path, nil, parser.SkipObjectResolution)
			byFolder[filepath.Dir(path)] = append(byFolder[filepath.Dir(path)], file)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(byFolder)) {
		f, u := newSourcePackage(positions, byFolder[folder]).uses()
		found, unreadable = append(found, f...), append(unreadable, u...)
	}
	return found, unreadable
}

// TestTextsAreFound shows which ways of writing a text the search understands.
func TestTextsAreFound(t *testing.T) {
	const code = `package p
const greeting = "Good " + "evening"
const day = "Good day"
var table = tr("In a table")
func tr(key string) string { return lookUp(tr(key)) }
func f() {
	tr("Sign in")
	trf("Hello {{.Name}}", args)
	trn("{{.N}} devices", n)
	policy.Say("At least {{.Min}} characters", "Min", 15)
	say(` + "`Leave out “x”`" + `)
	tr(greeting)
	tr((day))
	tr(text.Key)
	_ = core.Text{Key: "Locked"}
	_ = kit.Text{Size: 3}
	tr(surprise)
	_ = Text{Key: surprise()}
	other("Not a text")
}`
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, "code.go", code, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	found, unreadable := newSourcePackage(positions, []*ast.File{file}).uses()
	var got []string
	for _, u := range found {
		got = append(got, fmt.Sprintf("%s %v", u.key, u.plural))
	}
	want := []string{
		"In a table false", "Sign in false", "Hello {{.Name}} false", "{{.N}} devices true",
		"At least {{.Min}} characters false", "Leave out “x” false", "Good evening false", "Good day false", "Locked false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	if len(unreadable) != 2 || !strings.HasPrefix(unreadable[0], "code.go:17:") || !strings.HasPrefix(unreadable[1], "code.go:18:") {
		t.Errorf("unreadable %q, want lines 17 and 18", unreadable)
	}
}
