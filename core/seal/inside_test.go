package seal

import (
	"os"
	"path/filepath"
	"testing"
)

func TestInside(t *testing.T) {
	root := t.TempDir()
	t.Chdir(root)
	want(t, os.MkdirAll(filepath.Join(root, "data", "sub"), 0o700), nil)
	want(t, os.MkdirAll(filepath.Join(root, "data-keys"), 0o700), nil)
	want(t, os.WriteFile(filepath.Join(root, "data", "file"), nil, 0o600), nil)
	for _, test := range []struct {
		dir, path string
		want      bool
	}{
		{"data", "data/site.key", true},
		{"data", "data/sub/site.key", true},
		{"data", "data/none/deep/site.key", true},
		{"data", "data", true},
		{"data/", "./data/../data/./file", true},
		{"data", filepath.Join(root, "data", "file"), true},
		{filepath.Join(root, "data"), "data/file", true},
		{"data", "site.key", false},
		{"data", "data-keys/site.key", false},
		{"data", "data2", false},
		{"data/sub", "data/site.key", false},
		{"data", "data/../site.key", false},
		{"none", "none/site.key", true},
		{"none", "none2/site.key", false},
		{"none/deep", "none/site.key", false},
		{string(filepath.Separator), "site.key", true},
		{".", "data/site.key", true},
		{".", "..", false},
	} {
		got, err := Inside(test.dir, test.path)
		want(t, err, nil)
		if got != test.want {
			t.Errorf("%s in %s: %t", test.path, test.dir, got)
		}
	}
}
