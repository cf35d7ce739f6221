package core_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every test that docs/asvs.md names exists.
func TestRequirementsAreShown(t *testing.T) {
	top := ".."
	there := testNames(t, top)
	text, err := os.ReadFile(filepath.Join(top, "docs", "asvs.md"))
	must(t, err)
	rows := 0
	for _, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || strings.HasPrefix(line, "|---") || strings.Contains(line, "shown by") {
			continue
		}
		rows++
		for _, name := range strings.Split(cells[4], ",") {
			if !there[strings.TrimSpace(name)] {
				t.Errorf("%s: there is no test %q", strings.TrimSpace(cells[1]), name)
			}
		}
	}
	if rows < 50 {
		t.Errorf("%d requirements were read", rows)
	}
}

// testNames collects the names of all tests below a folder.
func testNames(t *testing.T, top string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+|Fuzz\w+)\(`)
	err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "build") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, match := range declared.FindAllStringSubmatch(string(source), -1) {
			names[match[1]] = true
		}
		return nil
	})
	must(t, err)
	return names
}
