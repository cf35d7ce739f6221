package core

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLocalDevice(t *testing.T) {
	d := LocalDevice(ClientWindow, "1.0")
	if d.Client != ClientWindow || d.Version != "1.0" || d.System == "" || len(d.Host) > longestHost {
		t.Errorf("%+v", d)
	}
}

func TestDistribution(t *testing.T) {
	tests := map[string]struct{ file, want string }{
		"debian":  {"PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\n", "Debian 12"},
		"arch":    {"NAME=\"Arch Linux\"\nID=arch\n", "Arch Linux"},
		"quotes":  {"NAME='Fedora Linux'\nVERSION_ID=43\n", "Fedora Linux 43"},
		"empty":   {"", "Linux"},
		"no name": {"garbage\n\x00\n", "Linux"},
		"endless": {"NAME=" + strings.Repeat("x", 500), "Linux"},
		"hidden":  {"NAME=a\u202eb", "a‹U+202E›b"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "os-release")
			if err := os.WriteFile(path, []byte(tt.file), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := distribution(path); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
	if got := distribution(filepath.Join(t.TempDir(), "none")); got != "Linux" {
		t.Errorf("%q without a file", got)
	}
}
