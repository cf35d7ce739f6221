package core_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// goPackage is what "go list -json" tells of one package, as far as the rules need it.
type goPackage struct {
	ImportPath string
	Imports    []string // of the program's files, not of its tests
	Deps       []string // what these import in turn
}

// module is the prefix of the project's own packages.
const module = "gatehouse"

// within reports whether path is the package root or lies below it.
func within(path, root string) bool {
	return path == root || strings.HasPrefix(path, root+"/")
}

func withinAny(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return within(path, root) })
}

// An importRule is what the packages below For may not reach, and what of the project they may name.
type importRule struct {
	For       string
	Forbidden []string // roots that must not be among the dependencies, however far away
	Own       []string // the packages of the project, beside those below For, that may be imported
}

// importRules are the one-way street of the design: gui, core/command → core → the pure packages; storage → core;
// main → all. The first rule whose For fits a package is its rule. Tests may import more: they run against the real store.
func importRules() []importRule {
	toolkit := []string{"fyne.io"}
	sql := []string{"database/sql", "modernc.org"}
	outer := []string{module + "/gui", module + "/storage"}
	pure := slices.Concat(toolkit, sql, outer)

	// The generator applies the policy's rules, as the one package below password that knows them.
	generator := module + "/core/password/generate"
	// Access rules speak of addresses and places.
	access := module + "/core/access"
	rules := []importRule{
		{For: generator, Forbidden: pure, Own: []string{module + "/core/policy"}},
		{For: access, Forbidden: pure, Own: []string{module + "/core/network"}},
	}
	inner := []string{generator, access}
	for _, name := range []string{"policy", "seal", "password", "password/breach", "username", "twostep", "passkey", "network", "mail"} {
		root := module + "/core/" + name
		inner = append(inner, root)
		rules = append(rules, importRule{For: root, Forbidden: pure})
	}
	whole := append([]string{module + "/core"}, inner...)
	// Both front ends say what the page in the browser says.
	front := append([]string{module + "/core/passkey/browser"}, whole...)
	command := []string{module + "/core/command"}
	return append(
		rules,
		importRule{For: module + "/core/command", Forbidden: pure, Own: front},
		importRule{For: module + "/core", Forbidden: slices.Concat(pure, command), Own: inner},
		importRule{For: module + "/storage", Forbidden: slices.Concat(toolkit, outer[:1], command), Own: whole},
		importRule{For: module + "/gui/secretclip", Forbidden: slices.Concat(pure, whole, command)},
		importRule{For: module + "/gui/screenlock", Forbidden: slices.Concat(pure, whole, command)},
		importRule{
			For:       module + "/gui/tour",
			Forbidden: slices.Concat(sql, outer[1:], command),
			Own: []string{
				module + "/core/twostep", module + "/core/passkey/chromiumtest", module + "/core/mail/mailtest", module + "/gui/probe/screen",
			},
		},
		importRule{
			For:       module + "/gui",
			Forbidden: slices.Concat(sql, outer[1:], command),
			Own:       slices.Concat(front, []string{module + "/resources"}),
		},
		importRule{For: module + "/resources", Forbidden: slices.Concat(sql, outer)},
	)
}

// forTests are the packages that exist for tests alone. An authenticator without a
// device would be a way to sign in, and the program serves no mail.
func forTests() []string {
	return []string{
		module + "/core/passkey/software", module + "/core/passkey/chromiumtest", module + "/core/mail/mailtest",
		"github.com/emersion/go-smtp", "github.com/emersion/go-sasl",
	}
}

// breaches lists what p imports against the rules.
func breaches(p goPackage, rules []importRule) []string {
	for _, dep := range p.Deps {
		// The tour drives the program in a browser, and is no part of it.
		if slices.Contains(forTests(), dep) && p.ImportPath != module+"/gui/tour" && p.ImportPath != module+"/core/mail/mailtest" {
			return []string{fmt.Sprintf("%s depends on %s, which is for tests", p.ImportPath, dep)}
		}
	}
	at := slices.IndexFunc(rules, func(r importRule) bool { return within(p.ImportPath, r.For) })
	if at < 0 {
		return nil
	}
	rule := rules[at]
	var found []string
	for _, dep := range p.Deps {
		// The interfaces of a value in a database open none; the UUIDs of libraries have them. To import them is to store.
		if dep == "database/sql/driver" && !slices.Contains(p.Imports, dep) {
			continue
		}
		if withinAny(dep, rule.Forbidden) {
			found = append(found, fmt.Sprintf("%s depends on %s", p.ImportPath, dep))
		}
	}
	for _, dep := range p.Imports {
		if within(dep, module) && !within(dep, rule.For) && !slices.Contains(rule.Own, dep) {
			found = append(found, fmt.Sprintf("%s imports %s", p.ImportPath, dep))
		}
		// Chance in this program is for secrets, so it comes from crypto/rand. Libraries may roll dice of their own.
		if within(dep, "math/rand") {
			found = append(found, fmt.Sprintf("%s imports %s", p.ImportPath, dep))
		}
	}
	return found
}

// listPackages asks the go command about every package of the project as it would be built for goos. Packages that do
// not build yet are listed as far as they can be read.
func listPackages(t *testing.T, goos string) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-tags", "migrated_fynedo", "-json=ImportPath,Imports,Deps", "./...")
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "GOOS="+goos)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list for %s: %v\n%s", goos, err, stderr.String())
	}
	var packages []goPackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("go list for %s: %v", goos, err)
		}
		packages = append(packages, p)
	}
}

func TestArchitectureImports(t *testing.T) {
	for _, goos := range []string{"linux", "windows", "darwin"} {
		t.Run(goos, func(t *testing.T) {
			t.Parallel()
			packages := listPackages(t, goos)
			if !slices.ContainsFunc(packages, func(p goPackage) bool { return p.ImportPath == module+"/core" }) {
				t.Fatalf("go list does not know %s/core, so nothing was checked", module)
			}
			for _, p := range packages {
				for _, breach := range breaches(p, importRules()) {
					t.Error(breach)
				}
			}
		})
	}
}

// TestArchitectureRulesRefuse shows that each rule notices a breach.
func TestArchitectureRulesRefuse(t *testing.T) {
	tests := []struct {
		path    string
		imports []string
		via     []string // dependencies of the imports
		refused bool
	}{
		{"gatehouse/core", []string{"gatehouse/core/policy", "crypto/rand"}, nil, false},
		{"gatehouse/core", []string{"example.org/x"}, []string{"database/sql"}, true},
		{"gatehouse/core", []string{"fyne.io/fyne/v2"}, nil, true},
		{"gatehouse/core", []string{"gatehouse/storage"}, nil, true},
		{"gatehouse/core", []string{"gatehouse/core/command"}, nil, true},
		{"gatehouse/core", []string{"example.org/x"}, []string{"math/rand/v2"}, false},
		{"gatehouse/core", []string{"math/rand/v2"}, nil, true},
		{"gatehouse/core/seal", []string{"golang.org/x/crypto/chacha20poly1305"}, nil, false},
		{"gatehouse/core/password", []string{"gatehouse/core/policy"}, nil, true},
		{"gatehouse/core/policy", []string{"gatehouse/core"}, nil, true},
		{"gatehouse/core/policy/dialect", []string{"gatehouse/core/policy"}, nil, false},
		{"gatehouse/core/username", []string{"modernc.org/sqlite"}, nil, true},
		{"gatehouse/core/passkey", []string{"example.org/x"}, []string{"database/sql/driver"}, false},
		{"gatehouse/core/passkey", []string{"database/sql/driver"}, nil, true},
		{"gatehouse/core/passkey", []string{"example.org/x"}, []string{"database/sql", "database/sql/driver"}, true},
		{"gatehouse/core/passkey", []string{"gatehouse/core"}, nil, true},
		{"gatehouse/core/network", []string{"net/netip", "example.org/x"}, nil, false},
		{"gatehouse/core/network", []string{"gatehouse/core/policy"}, nil, true},
		{"gatehouse/core/access", []string{"gatehouse/core/network"}, nil, false},
		{"gatehouse/core/access", []string{"gatehouse/core/policy"}, nil, true},
		{"gatehouse/core", []string{"gatehouse/core/access", "gatehouse/core/network"}, nil, false},
		{"gatehouse/core/passkey/browser", []string{"gatehouse/core/passkey"}, nil, false},
		{"gatehouse/core/passkey/browser", []string{"gatehouse/core/passkey/software"}, nil, true},
		{"gatehouse/core/command", []string{"gatehouse/core"}, nil, false},
		{"gatehouse/core/command", []string{"gatehouse/core"}, []string{"gatehouse/storage"}, true},
		{"gatehouse/storage", []string{"gatehouse/core", "database/sql", "modernc.org/sqlite"}, nil, false},
		{"gatehouse/storage", []string{"gatehouse/core/command"}, nil, true},
		{"gatehouse/storage", []string{"gatehouse/core/passkey/browser"}, nil, true},
		{"gatehouse/gui", []string{"gatehouse/core/passkey/browser"}, nil, false},
		{"gatehouse/storage/migrations", []string{"gatehouse/resources"}, nil, true},
		{"gatehouse/gui", []string{"gatehouse/core", "gatehouse/gui/kit", "fyne.io/fyne/v2"}, nil, false},
		{"gatehouse/gui", []string{"gatehouse/gui/kit"}, []string{"gatehouse/storage"}, true},
		{"gatehouse/gui/kit", []string{"database/sql"}, nil, true},
		{"gatehouse/gui/kit", []string{"math/rand"}, nil, true},
		{"gatehouse/gui/secretclip", []string{"golang.org/x/sys/windows"}, nil, false},
		{"gatehouse/gui/secretclip", []string{"example.org/x"}, []string{"fyne.io/fyne/v2"}, true},
		{"gatehouse/gui/secretclip", []string{"gatehouse/core/password"}, nil, true},
		{"gatehouse/gui/screenlock", []string{"github.com/godbus/dbus/v5"}, nil, false},
		{"gatehouse/gui/screenlock", []string{"gatehouse/core"}, nil, true},
		{"gatehouse/gui", []string{"gatehouse/gui/secretclip", "fyne.io/fyne/v2"}, nil, false},
		{"gatehouse/resources", []string{"gatehouse/core"}, nil, true},
		{"gatehouse", []string{"gatehouse/gui", "gatehouse/storage", "gatehouse/core/command"}, nil, false},
		{"gatehouse", []string{"gatehouse/core"}, []string{"gatehouse/core/passkey/software"}, true},
		{"gatehouse", []string{"gatehouse/core/passkey/chromiumtest"}, nil, true},
		{"gatehouse/gui", []string{"gatehouse/core/passkey/chromiumtest"}, nil, true},
		{"gatehouse/core/mail", []string{"github.com/wneessen/go-mail"}, nil, false},
		{"gatehouse/core/mail", []string{"gatehouse/core"}, nil, true},
		{"gatehouse/core/mail", []string{"github.com/emersion/go-smtp"}, nil, true},
		{"gatehouse/core/mail/mailtest", []string{"gatehouse/core/mail", "github.com/emersion/go-smtp"}, nil, false},
		{"gatehouse/core/mail/mailtest", []string{"gatehouse/core/policy"}, nil, true},
		{"gatehouse/core", []string{"gatehouse/core/mail"}, []string{"github.com/wneessen/go-mail"}, false},
		{"gatehouse/core", []string{"gatehouse/core/mail/mailtest"}, nil, true},
		{"gatehouse/gui", []string{"gatehouse/core/mail/mailtest"}, []string{"github.com/emersion/go-smtp"}, true},
		{"gatehouse", []string{"example.org/x"}, []string{"github.com/emersion/go-smtp"}, true},
		{"gatehouse/gui/tour", []string{"gatehouse/core/mail/mailtest"}, []string{"github.com/emersion/go-smtp"}, false},
		{"gatehouse/gui/tour", []string{"gatehouse/core/passkey/chromiumtest"}, nil, false},
		{"gatehouse/gui/tour", []string{"gatehouse/core/passkey/software"}, nil, true},
	}
	for _, test := range tests {
		p := goPackage{ImportPath: test.path, Imports: test.imports, Deps: slices.Concat(test.imports, test.via)}
		if found := breaches(p, importRules()); (len(found) > 0) != test.refused {
			t.Errorf("%s with %v via %v: refused %v, want %v", test.path, test.imports, test.via, found, test.refused)
		}
	}
}
