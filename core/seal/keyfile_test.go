package seal

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeyFile(t *testing.T) {
	path, kek := filepath.Join(t.TempDir(), "site.key"), mustKey(t)
	want(t, WriteKeyFile(path, kek), nil)
	got, err := ReadKeyFile(path)
	want(t, err, nil)
	if !got.Equal(kek) {
		t.Fatal("another key came back")
	}
	text, err := os.ReadFile(path)
	want(t, err, nil)
	encoded := base64.StdEncoding.EncodeToString(kek.raw())
	if string(text) != "Gatehouse key file 1. Keep it secret, and apart from the data folder.\n"+encoded+"\n" {
		t.Error("another layout")
	}
}

// TestKeyFileIsNeverOverwritten puts files, a folder and links in the way.
func TestKeyFileIsNeverOverwritten(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "site.key")
	want(t, os.WriteFile(path, []byte("mine"), 0o600), nil)
	want(t, WriteKeyFile(path, mustKey(t)), ErrKeyFileExists)
	want(t, WriteKeyFile(path, mustKey(t)), fs.ErrExist)
	_, err := NewKeyFileSlot(path, mustKey(t), rand.Reader)
	want(t, err, ErrKeyFileExists)
	text, err := os.ReadFile(path)
	want(t, err, nil)
	if string(text) != "mine" {
		t.Error("the file was touched")
	}
	want(t, WriteKeyFile(dir, mustKey(t)), ErrKeyFileExists)
	want(t, WriteKeyFile(filepath.Join(dir, "none", "site.key"), mustKey(t)), ErrKeyFileAbsent)
}

func TestReadKeyFileRefuses(t *testing.T) {
	dir := t.TempDir()
	_, err := ReadKeyFile(filepath.Join(dir, "none"))
	want(t, err, ErrKeyFileAbsent)
	want(t, err, fs.ErrNotExist)
	_, err = ReadKeyFile(dir)
	if err == nil {
		t.Error("a folder was read")
	}
	path := filepath.Join(dir, "large")
	good := string(formatKeyFile(countingKey()))
	want(t, os.WriteFile(path, []byte(good+strings.Repeat("\n", maxKeyFile)), 0o600), nil)
	_, err = ReadKeyFile(path)
	want(t, err, ErrNotKeyFile)
}

func TestParseKeyFile(t *testing.T) {
	good := string(formatKeyFile(countingKey()))
	line := len(keyFileHeader) + 1
	for name, test := range map[string]struct {
		text string
		ok   bool
	}{
		"as written":        {good, true},
		"CRLF":              {strings.ReplaceAll(good, "\n", "\r\n"), true},
		"no last line end":  {strings.TrimSuffix(good, "\n"), true},
		"empty":             {"", false},
		"header alone":      {keyFileHeader + "\n", false},
		"no header":         {good[line:], false},
		"newer":             {strings.Replace(good, "file 1", "file 2", 1), false},
		"BOM":               {"\ufeff" + good, false},
		"one character cut": {good[:len(good)-2] + "\n", false},
		"one more":          {strings.TrimSuffix(good, "\n") + "A", false},
		"a third line":      {good + "x\n", false},
		"two line ends":     {good + "\n", false},
		"space":             {good[:line] + " " + good[line:], false},
		"divided":           {good[:line+10] + "\n" + good[line+10:], false},
		"zeros":             {good[:line] + strings.Repeat("A", 43) + "=", false},
		"half a key":        {good[:line] + "AAECAwQFBgcICQoLDA0ODw==\n", false},
		"loose bits":        {good[:line] + strings.Replace(good[line:], "A=", "B=", 1), false},
		"NUL":               {good + "\x00", false},
		"PNG":               {"\x89PNG\r\n\x1a\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			key, err := parseKeyFile([]byte(test.text))
			if test.ok {
				want(t, err, nil)
				if !key.Equal(countingKey()) {
					t.Error("another key came back")
				}
				return
			}
			want(t, err, ErrNotKeyFile)
			if secret := good[line : len(good)-4]; strings.Contains(err.Error(), secret[:8]) || key.usable() {
				t.Error("the error shows the key, or brings one")
			}
		})
	}
}

func TestKeyFileSlot(t *testing.T) {
	dir, site := t.TempDir(), mustKey(t)
	t.Chdir(dir)
	slot, err := NewKeyFileSlot("site.key", site, rand.Reader)
	want(t, err, nil)
	if !filepath.IsAbs(slot.Hint) || filepath.Base(slot.Hint) != "site.key" || slot.Kind != KindKeyFile {
		t.Errorf("%+v", slot)
	}
	before, err := os.ReadFile("site.key")
	want(t, err, nil)
	openKeyFile(t, slot, "", site)
	want(t, os.Rename("site.key", "moved.key"), nil)
	_, err = OpenKeyFileSlot(slot, "")
	want(t, err, ErrKeyFileAbsent)
	openKeyFile(t, slot, "moved.key", site)

	other, err := NewKeyFileSlot("other.key", site, rand.Reader)
	want(t, err, nil)
	_, err = OpenKeyFileSlot(slot, "other.key")
	want(t, err, ErrWrongKey)
	_, err = OpenKeyFileSlot(other, "moved.key")
	want(t, err, ErrWrongKey)
	after, err := os.ReadFile("moved.key")
	want(t, err, nil)
	if !bytes.Equal(before, after) {
		t.Error("opening changed the file")
	}
	slot.Hint = ""
	_, err = OpenKeyFileSlot(slot, "")
	want(t, err, ErrKeyFileAbsent)
	slot.Params = "x"
	_, err = OpenKeyFileSlot(slot, "moved.key")
	want(t, err, ErrFormat)
}

func openKeyFile(t *testing.T, slot Slot, path string, site Key) {
	t.Helper()
	got, err := OpenKeyFileSlot(slot, path)
	want(t, err, nil)
	if !got.Equal(site) {
		t.Error("another key came back")
	}
}

func TestKeyFileSlotFailsClosed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "site.key")
	for _, good := range []int{0, KeySize} {
		source := brokenRand(good)
		_, err := NewKeyFileSlot(path, mustKey(t), &source)
		want(t, err, ErrRandom)
		if _, err := os.Lstat(path); err == nil {
			t.Error("a file was written")
		}
	}
}

func FuzzParseKeyFile(f *testing.F) {
	good := formatKeyFile(countingKey())
	f.Add(good)
	f.Add(bytes.ReplaceAll(good, []byte("\n"), []byte("\r\n")))
	f.Add(good[:len(good)-3])
	f.Add([]byte(keyFileHeader))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, text []byte) {
		key, err := parseKeyFile(text)
		if err != nil {
			want(t, err, ErrNotKeyFile)
			return
		}
		again := string(formatKeyFile(key))
		read := strings.ReplaceAll(string(text), "\r", "")
		if strings.TrimSuffix(read, "\n")+"\n" != again {
			t.Fatalf("%q passes", text)
		}
	})
}
