package probe

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// compiled gives what the compiler makes of this package with more tags.
func compiled(t *testing.T, tags string) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "probe.a")
	build(t, "build", "-tags", "migrated_fynedo"+tags, "-o", out, ".")
	object, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return object
}

// build runs the go command and gives what it prints.
func build(t *testing.T, arguments ...string) string {
	t.Helper()
	out, err := exec.Command("go", arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(arguments, " "), err, out)
	}
	return string(out)
}

func TestTheReleaseHasNoProbe(t *testing.T) {
	const name = "GATEHOUSE_PROBE"
	if bytes.Contains(compiled(t, ""), []byte(name)) {
		t.Errorf("without the tag, %s is in the package", name)
	}
	if !bytes.Contains(compiled(t, ",tour"), []byte(name)) {
		t.Errorf("with the tag, %s is not in the package: this test looks for the wrong thing", name)
	}
	list := func(tags string) string {
		return build(t, "list", "-deps", "-tags", "migrated_fynedo"+tags, ".")
	}
	if deps := list(""); strings.Contains(deps, "gatehouse/gui/probe/") || strings.Contains(deps, "fyne/v2/test") {
		t.Error("without the tag, the reader is linked in")
	}
	if !strings.Contains(list(",tour"), "gatehouse/gui/probe/reader") {
		t.Error("with the tag, the reader is not linked in")
	}
}
