package probe

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// listed gives what "go list" prints of this package, built with more tags.
func listed(t *testing.T, tags string, arguments ...string) []string {
	t.Helper()
	arguments = append([]string{"list", "-tags", "migrated_fynedo" + tags}, arguments...)
	out, err := exec.Command("go", append(arguments, ".")...).CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(arguments, " "), err, out)
	}
	return strings.Fields(string(out))
}

// sources gives all that the compiler would read of this package.
func sources(t *testing.T, tags string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range listed(t, tags, "-f", `{{join .GoFiles "\n"}}`) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if !strings.HasPrefix(strings.TrimSpace(line), "//") {
				all.WriteString(line)
			}
		}
	}
	return all.String()
}

// The tour looks into the released program itself as well; this test needs no program.
func TestTheReleaseHasNoProbe(t *testing.T) {
	const name = "GATEHOUSE_PROBE"
	if strings.Contains(sources(t, ""), name) {
		t.Errorf("without the tag, %s is compiled in", name)
	}
	if !strings.Contains(sources(t, ",tour"), name) {
		t.Errorf("with the tag, %s is not compiled in: this test looks for the wrong thing", name)
	}
	deps := func(tags string) string { return strings.Join(listed(t, tags, "-deps"), "\n") }
	if without := deps(""); strings.Contains(without, "gatehouse/gui/probe/") || strings.Contains(without, "fyne/v2/test") {
		t.Error("without the tag, the reader is linked in")
	}
	if !strings.Contains(deps(",tour"), "gatehouse/gui/probe/reader") {
		t.Error("with the tag, the reader is not linked in")
	}
}
