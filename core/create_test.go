package core_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/storage"
)

func TestCheckSite(t *testing.T) {
	tests := map[string]struct {
		change func(*core.NewSite)
		fields []string
	}{
		"all right":       {func(*core.NewSite) {}, nil},
		"no name":         {func(n *core.NewSite) { n.Name = "  " }, []string{core.FieldSiteName}},
		"long name":       {func(n *core.NewSite) { n.Name = strings.Repeat("x", 81) }, []string{core.FieldSiteName}},
		"1 MiB name":      {func(n *core.NewSite) { n.Name = strings.Repeat("x", 1<<20) }, []string{core.FieldSiteName}},
		"hidden in name":  {func(n *core.NewSite) { n.Name = "a\u202eb" }, []string{core.FieldSiteName}},
		"no zone":         {func(n *core.NewSite) { n.TimeZone = "" }, []string{core.FieldTimeZone}},
		"local zone":      {func(n *core.NewSite) { n.TimeZone = "Local" }, []string{core.FieldTimeZone}},
		"no such zone":    {func(n *core.NewSite) { n.TimeZone = "Europe/Atlantis" }, []string{core.FieldTimeZone}},
		"zone traversal":  {func(n *core.NewSite) { n.TimeZone = "../../etc/passwd" }, []string{core.FieldTimeZone}},
		"no root":         {func(n *core.NewSite) { n.Root.Name = "" }, []string{core.FieldName}},
		"short password":  {func(n *core.NewSite) { n.Root.Password, n.Root.Confirm = "short", "short" }, []string{core.FieldPassword}},
		"name in it":      {func(n *core.NewSite) { n.Root.Password, n.Root.Confirm = "the words of ada", "the words of ada" }, []string{core.FieldPassword}},
		"not the same":    {func(n *core.NewSite) { n.Root.Confirm = "other" }, []string{core.FieldConfirm}},
		"several at once": {func(n *core.NewSite) { n.Name, n.Root.Name, n.Root.Confirm = "", "", "" }, []string{core.FieldSiteName, core.FieldName, core.FieldConfirm}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			form := formOf(t, "unused")
			tt.change(&form)
			wantFields(t, form.CheckSite(), tt.fields...)
		})
	}
}

func TestKeyChoice(t *testing.T) {
	dir := t.TempDir()
	there := filepath.Join(t.TempDir(), "there.key")
	key, err := seal.NewKey(randomness{})
	must(t, err)
	must(t, seal.WriteKeyFile(there, key))
	tests := map[string]struct {
		choice core.KeyChoice
		fields []string
	}{
		"nothing":          {core.KeyChoice{}, []string{core.FieldKeyKind}},
		"no keyring":       {core.KeyChoice{Kind: seal.KindKeyring}, []string{core.FieldKeyKind}},
		"no path":          {core.KeyChoice{Kind: seal.KindKeyFile}, []string{core.FieldKeyFile}},
		"in the folder":    {core.KeyChoice{Kind: seal.KindKeyFile, KeyFile: filepath.Join(dir, "x.key")}, []string{core.FieldKeyFile}},
		"there already":    {core.KeyChoice{Kind: seal.KindKeyFile, KeyFile: there}, []string{core.FieldKeyFile}},
		"no passphrase":    {core.KeyChoice{Kind: seal.KindPassphrase}, []string{core.FieldPassphrase}},
		"short passphrase": {core.KeyChoice{Kind: seal.KindPassphrase, Passphrase: "short", PassphraseRepeat: "short"}, []string{core.FieldPassphrase}},
		"other passphrase": {core.KeyChoice{Kind: seal.KindPassphrase, Passphrase: rootPassword, PassphraseRepeat: memberPassword}, []string{core.FieldPassphraseConfirm}},
		"good passphrase":  {core.KeyChoice{Kind: seal.KindPassphrase, Passphrase: rootPassword, PassphraseRepeat: rootPassword}, nil},
		"good file":        {core.KeyChoice{Kind: seal.KindKeyFile, KeyFile: filepath.Join(t.TempDir(), "x.key")}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { wantFields(t, tt.choice.Check(dir), tt.fields...) })
	}
}

// made makes a site with a choice of key and gives its open store and its
// recovery key.
func made(t *testing.T, choice core.KeyChoice) (core.Store, string, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	form := formOf(t, "")
	form.Key = choice
	must(t, core.Create(t.Context(), storeAt(time.Now), dir, form, quick(t)))
	store, err := storage.Open(t.Context(), dir, storage.Options{})
	must(t, err)
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store, dir, form.RecoveryKey.Reveal()
}

// quick is a configuration whose hashes cost little.
func quick(t *testing.T) core.Config {
	return core.Config{Hasher: cheap(t, 64), PassphraseCost: seal.FloorCost()}
}

func TestPassphraseSite(t *testing.T) {
	store, _, _ := made(t, core.KeyChoice{Kind: seal.KindPassphrase, Passphrase: rootPassword, PassphraseRepeat: rootPassword})
	door, err := core.Knock(t.Context(), store)
	must(t, err)
	if door.Kind != seal.KindPassphrase || door.SiteName != "Workshop" {
		t.Errorf("%+v", door)
	}
	for _, wrong := range []string{"", memberPassword} {
		_, err := core.Open(t.Context(), store, core.Unlock{Passphrase: wrong}, quick(t))
		if e := wantCode(t, err, core.CodeKey); e.Field != core.FieldPassphrase {
			t.Errorf("shown beside %q", e.Field)
		}
	}
	site, err := core.Open(t.Context(), store, core.Unlock{Passphrase: rootPassword}, quick(t))
	must(t, err)
	_, _, err = tryOn(t.Context(), site, "ada", rootPassword)
	must(t, err)
}

// A lost passphrase is replaced with the recovery key, and the former one
// opens the site no more.
func TestRehouse(t *testing.T) {
	store, dir, recovery := made(t, core.KeyChoice{Kind: seal.KindPassphrase, Passphrase: rootPassword, PassphraseRepeat: rootPassword})
	file := filepath.Join(t.TempDir(), "new.key")
	to := core.KeyChoice{Kind: seal.KindKeyFile, KeyFile: file}
	_, err := core.Rehouse(t.Context(), store, "wrong", to, dir, quick(t))
	wantCode(t, err, core.CodeKey)
	for _, none := range []string{"", " "} {
		_, err = core.Rehouse(t.Context(), store, none, to, dir, quick(t))
		wantFields(t, err, core.FieldRecovery)
	}
	_, err = core.Rehouse(t.Context(), store, recovery, core.KeyChoice{Kind: seal.KindKeyFile, KeyFile: filepath.Join(dir, "x")}, dir, quick(t))
	wantFields(t, err, core.FieldKeyFile)
	site, err := core.Rehouse(t.Context(), store, strings.ToLower(recovery), to, dir, quick(t))
	must(t, err)
	report, err := site.VerifyLog(t.Context())
	must(t, err)
	if report.Lines != 3 || report.BadLine != 0 {
		t.Errorf("%+v", report)
	}
	_, err = core.Open(t.Context(), store, core.Unlock{Passphrase: rootPassword}, quick(t))
	wantCode(t, err, "")
	door, err := core.Knock(t.Context(), store)
	must(t, err)
	if door.Kind != seal.KindKeyFile || door.Hint != file {
		t.Errorf("%+v", door)
	}
	_, err = core.Open(t.Context(), store, core.Unlock{RecoveryKey: recovery}, quick(t))
	must(t, err)
}
