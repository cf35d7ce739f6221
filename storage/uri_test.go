package storage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/core"
)

func TestFileURI(t *testing.T) {
	for _, test := range []struct {
		path    string
		windows bool
		want    string
	}{
		{"/home/ada/site/gatehouse.db", false, "file:///home/ada/site/gatehouse.db"},
		{"/a b/c?d#e%20f&g=h/+x", false, "file:///a%20b/c%3Fd%23e%2520f%26g%3Dh/%2Bx"},
		{`/back\slash/Zoë`, false, "file:///back%5Cslash/Zo%C3%AB"},
		{`C:\Users\Ada Byron\gatehouse.db`, true, "file:///C:/Users/Ada%20Byron/gatehouse.db"},
		{`D:/100%/#1?.db`, true, "file:///D:/100%25/%231%3F.db"},
		{`\\server\share\site\gatehouse.db`, true, "file:////server/share/site/gatehouse.db"},
	} {
		if got := fileURI(test.path, test.windows); got != test.want {
			t.Errorf("%s is %s, want %s", test.path, got, test.want)
		}
	}
}

// Every odd folder name leads to its own store and to no other file.
func TestOddFolderNames(t *testing.T) {
	base := t.TempDir()
	for _, name := range []string{
		"a b", "what?mode=ro", "#1", "100%", "%41", "a&b=c", "a+b", "Zoë", "'quoted'", `"double"`, "semi;colon", "memory:", "日本",
	} {
		dir := filepath.Join(base, name)
		err := Create(t.Context(), dir, Options{}, func(s core.Store) error {
			return s.Update(t.Context(), func(tx core.Tx) error {
				return tx.PutSite(core.SiteRecord{ID: name, Name: name, TimeZone: "UTC", CreatedAt: noon})
			})
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		s := opened(t, dir, Options{})
		view(t, s, func(tx core.Tx) error {
			site, err := tx.Site()
			if site.ID != name {
				t.Errorf("%s holds the site %q", name, site.ID)
			}
			return err
		})
		if err := s.Backup(t.Context(), filepath.Join(dir, "copy 100%?.db")); err != nil {
			t.Errorf("backup in %s: %v", name, err)
		}
	}
	entries, err := os.ReadDir(base)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 13 {
		t.Errorf("%d folders: %v", len(entries), entries)
	}
}

// Settings that keep a store whole, read back from both kinds of connection.
func TestConnectionSettings(t *testing.T) {
	s := opened(t, newSite(t), Options{})
	for name, wanted := range map[string]map[*pool]string{
		"journal_mode":    {s.writer: "wal", s.reader: "wal"},
		"synchronous":     {s.writer: "2"},
		"foreign_keys":    {s.writer: "1"},
		"secure_delete":   {s.writer: "1"},
		"busy_timeout":    {s.writer: "10000", s.reader: "10000"},
		"trusted_schema":  {s.writer: "0", s.reader: "0"},
		"cell_size_check": {s.writer: "1", s.reader: "1"},
		"query_only":      {s.writer: "0", s.reader: "1"},
	} {
		for p, value := range wanted {
			c, err := p.take(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if err := c.conn.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&got); err != nil {
				t.Fatal(err)
			}
			p.give(c)
			if got != value {
				t.Errorf("%s is %s, want %s", name, got, value)
			}
		}
	}
	if name := dsn("/x", accessWrite); strings.Contains(name, "mmap_size(0)") == false {
		t.Error(name)
	}
}
