package core_test

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// A list that is damaged, cut, gone or another one while it is in use: sign-ins go on
// and it is recorded once, new passwords are refused in plain words, nobody is taken for
// looked up, and choosing the list again puts it right.
func TestBreachedUnreadable(t *testing.T) {
	flip := func(at int) func([]byte) []byte {
		return func(c []byte) []byte { c[at] ^= 1; return c }
	}
	tests := map[string]struct {
		spoil func(t *testing.T, path string)
		why   string
	}{
		"missing":  {func(t *testing.T, path string) { must(t, os.Remove(path)) }, "missing"},
		"cut":      {func(t *testing.T, path string) { altered(t, path, func(c []byte) []byte { return c[:len(c)-1] }) }, "damaged"},
		"empty":    {func(t *testing.T, path string) { altered(t, path, func([]byte) []byte { return nil }) }, "damaged"},
		"header":   {func(t *testing.T, path string) { altered(t, path, flip(40)) }, "damaged"},
		"shard":    {func(t *testing.T, path string) { altered(t, path, flip(4096+3)) }, "damaged"},
		"text":     {func(t *testing.T, path string) { altered(t, path, func([]byte) []byte { return []byte("words\n") }) }, "damaged"},
		"another":  {func(t *testing.T, path string) { replaceFile(t, path, leakedWords(t, "nothing of it")) }, "damaged"},
		"a folder": {func(t *testing.T, path string) { must(t, os.Remove(path)); must(t, os.Mkdir(path, 0o700)) }, "damaged"},
		"all zeros": {func(t *testing.T, path string) {
			altered(t, path, func(c []byte) []byte { return make([]byte, len(c)) })
		}, "damaged"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			ben := b.add(root, "ben", core.RoleMember)
			list := leakedWords(t, memberPassword)
			b.use(root, list)
			path, number := b.listFile(), b.listRecord().Number
			tt.spoil(t, path)
			_, b.site = b.open(nil) // nobody has it open any more
			for range 3 {
				b.in("ben", memberPassword)
			}
			if terms := b.terms(ben); terms.LeakList == number || terms.Leaked || terms.Complied {
				t.Errorf("%+v", terms)
			}
			_, err := b.change(b.in("ben", memberPassword), memberPassword, secondPassword)
			wantUnseen(t, err, core.FieldNew)
			_, err = b.change(b.in("ben", memberPassword), memberPassword, commonPassword)
			wantLeaked(t, err) // what is known to have leaked has leaked
			_, err = b.site.AddAccount(t.Context(), root, core.NewAccount{Name: "new", Role: core.RoleMember})
			wantUnseen(t, err, "")
			_, err = b.site.ResetPassword(t.Context(), root, ben)
			wantUnseen(t, err, "")
			if n := b.count(core.EventBreachedFailed); n != 1 {
				t.Errorf("recorded %d times", n)
			}
			b.wantNewest(core.EventBreachedFailed, `{"list":"`+b.listRecord().ID+`","why":"`+tt.why+`"}`)
			view, err := b.site.Breached(t.Context(), root)
			must(t, err)
			if view.Fault.Key == "" || view.FaultAt.IsZero() || !view.Installed {
				t.Errorf("%+v", view)
			}
			b.leaks(policy.BreachedAudit) // which lets even leaked ones be
			_, err = b.change(b.in("ben", memberPassword), memberPassword, secondPassword)
			must(t, err)
			if terms := b.terms(ben); terms.LeakList != 0 {
				t.Errorf("%+v", terms)
			}
			b.leaks(policy.BreachedRefuse)
			if name == "a folder" {
				must(t, os.Remove(path))
			}
			view = b.use(root, list)
			if r := b.listRecord(); view.Fault.Key != "" || !view.FaultAt.IsZero() || r.Number != number {
				t.Errorf("%+v, number %d", view, r.Number)
			}
			b.wantNewest(core.EventBreachedUsed, `{"list":"`+view.ID+`","passwords":"1","repaired":"true","source":"words"}`)
			_, err = b.change(b.in("ben", secondPassword), secondPassword, memberPassword)
			wantLeaked(t, err)
		})
	}
}

// replaceFile puts a copy of another file in the place of one.
func replaceFile(t testing.TB, path, from string) {
	t.Helper()
	content, err := os.ReadFile(from)
	must(t, err)
	must(t, os.WriteFile(path, content, 0o600))
}

// What is in memory stays right whatever becomes of the file.
func TestBreachedFileAlteredWhileOpen(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	b.use(root, leakedWords(t, memberPassword))
	altered(t, b.listFile(), func(c []byte) []byte { return c[:100] })
	b.limitedIn("ben", memberPassword, core.ReasonLeaked)
}

// The last root account that can sign in is not shut out by a list that cannot be read:
// it can change its password when that is demanded, and then put the list right. Another
// account cannot.
func TestBreachedSparesTheLastRoot(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	must(t, b.site.ForceChange(t.Context(), root, ben))
	b.use(root, leakedWords(t, rootPassword))
	b.limitedIn("ada", rootPassword, core.ReasonLeaked)
	must(t, os.Remove(b.listFile()))
	_, b.site = b.open(nil)
	member := b.limitedIn("ben", memberPassword, core.ReasonAsked)
	_, err := member.ChangePassword(t.Context(), core.OwnChange{New: secondPassword, Confirm: secondPassword})
	wantUnseen(t, err, core.FieldNew)
	flow := b.limitedIn("ada", rootPassword, core.ReasonLeaked)
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: commonPassword, Confirm: commonPassword})
	wantLeaked(t, err)
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: secondPassword, Confirm: secondPassword})
	must(t, err)
	if terms := b.terms(firstID); terms.LeakList != 0 || terms.Judged != 0 || terms.Complied {
		t.Errorf("%+v", terms)
	}
	_, err = b.change(flow.Token(), secondPassword, "a third one of some length")
	wantUnseen(t, err, core.FieldNew) // this one is its own wish
	must(t, b.site.RemoveBreached(t.Context(), flow.Token()))
	_, err = b.change(flow.Token(), secondPassword, "a third one of some length")
	must(t, err)
}

// A file that is no list, or is not whole, is refused beside its field, and leaves the
// list before in use and nothing else in the folder.
func TestBreachedRefusesFiles(t *testing.T) {
	b := newBed(t)
	root := b.root()
	mine := leakedWords(t, memberPassword)
	before := b.use(root, mine)
	good := leakedWords(t, secondPassword)
	spoiled := func(change func([]byte) []byte) string {
		path := filepath.Join(t.TempDir(), "spoiled.list")
		replaceFile(t, path, good)
		altered(t, path, change)
		return path
	}
	files := map[string]string{
		"none": filepath.Join(t.TempDir(), "none"), "no path": "", "a folder": t.TempDir(),
		"empty":   spoiled(func([]byte) []byte { return nil }),
		"foreign": spoiled(func([]byte) []byte { return []byte("password\n") }),
		"cut":     spoiled(func(c []byte) []byte { return c[:len(c)-100] }),
		"damaged": spoiled(func(c []byte) []byte { c[4096+9] ^= 4; return c }),
		"newer":   spoiled(newerList),
		"in use":  mine,
	}
	seen := map[string]string{}
	for name, path := range files {
		_, err := b.site.InstallBreached(t.Context(), root, path, nil)
		e := core.ProblemsOf(err)
		if len(e) != 1 || e[0].Field != core.FieldFile {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if other := seen[e[0].Error()]; other != "" && name != "a folder" && other != "a folder" {
			t.Errorf("%s and %s are told alike: %s", name, other, e[0])
		}
		seen[e[0].Error()] = name
	}
	ctx, stop := context.WithCancel(t.Context())
	_, err := b.site.InstallBreached(ctx, root, good, func(int64, int64) { stop() })
	wantCode(t, err, core.CodeFault)
	now, err := b.site.Breached(t.Context(), root)
	must(t, err)
	if files := b.listFiles(); !reflect.DeepEqual(now, before) || len(files) != 1 {
		t.Errorf("%+v, want %+v; there are %v", now, before, files)
	}
}

// newerList makes the header that of a later version.
func newerList(c []byte) []byte {
	c[8] = 99
	return signedHeader(c)
}

// A record of which list is in use that somebody wrote by hand is believed in nothing:
// it counts as a list that cannot be read, and choosing one or removing it heals it.
func TestBreachedRecordEditedByHand(t *testing.T) {
	edits := map[string]string{
		"file":   `UPDATE breached_lists SET file = 'gatehouse.db'`,
		"list":   `UPDATE breached_lists SET list_id = replace(list_id, substr(list_id, 1, 1), 'x')`,
		"source": `UPDATE breached_lists SET source = 'a better one'`,
		"added": `INSERT INTO breached_lists (number, list_id, file, source, entries, false_one_in, bytes, since, by_account, by_name, mac)
			SELECT number + 1, '', '', '', 0, 0, 0, since, by_account, by_name, mac FROM breached_lists`,
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			b.add(root, "ben", core.RoleMember)
			list := leakedWords(t, secondPassword)
			b.use(root, list)
			b.byHand("DROP TRIGGER breached_lists_keep", edit)
			_, b.site = b.open(nil)
			_, err := b.change(b.in("ben", memberPassword), memberPassword, "some other long words")
			wantUnseen(t, err, core.FieldNew)
			if n := b.count(core.EventBreachedFailed); n != 1 {
				t.Errorf("recorded %d times", n)
			}
			view, err := b.site.Breached(t.Context(), root)
			must(t, err)
			if view.Fault.Key == "" || view.Source != "" {
				t.Errorf("%+v", view)
			}
			if name == "added" {
				must(t, b.site.RemoveBreached(t.Context(), root))
			} else {
				b.use(root, list)
			}
			_, err = b.change(b.in("ben", memberPassword), memberPassword, "some other long words")
			must(t, err)
		})
	}
}

// A former list is swept away when the program that had it open is done with it, and a
// list that is not in use by a crash between copy and record is, too.
func TestBreachedSweep(t *testing.T) {
	b := newBed(t)
	view := b.use(b.root(), leakedWords(t, memberPassword+"x"))
	stray := "breached-0123456789abcdef.list"
	for _, name := range []string{stray, stray + ".old", "breached-notes.list"} {
		must(t, os.WriteFile(filepath.Join(b.dir, name), []byte("x"), 0o600))
	}
	_, err := b.site.Sweep(t.Context())
	must(t, err)
	if got := b.listFiles(); len(got) != 2 || gone(filepath.Join(b.dir, view.File)) || gone(filepath.Join(b.dir, "breached-notes.list")) {
		t.Errorf("left are %v", got)
	}
}

// What the lists add to the use cases, with each of its writes failing in turn: the act
// is refused as a whole, and what was in use stays.
func TestBreachedFaultsRefuse(t *testing.T) {
	leaked := leakedWords(t, memberPassword)
	other := leakedWords(t, secondPassword)
	tests := map[string]struct {
		use  policy.Breached
		list string
		act  func(b *bed, site *core.Site, root core.Token) error
	}{
		"a use": {policy.BreachedRefuse, other, func(b *bed, site *core.Site, root core.Token) error {
			_, err := site.InstallBreached(b.t.Context(), root, leaked, nil)
			return err
		}},
		"a removal": {policy.BreachedRefuse, other, func(b *bed, site *core.Site, root core.Token) error {
			return site.RemoveBreached(b.t.Context(), root)
		}},
		"a demand": {policy.BreachedRefuse, leaked, func(b *bed, site *core.Site, _ core.Token) error {
			_, _, err := tryOn(b.t.Context(), site, "ben", memberPassword)
			return err
		}},
		"a leak that is told": {policy.BreachedAudit, leaked, func(b *bed, site *core.Site, _ core.Token) error {
			_, _, err := tryOn(b.t.Context(), site, "ben", memberPassword)
			return err
		}},
		"a list that cannot be read": {policy.BreachedAudit, other, func(b *bed, site *core.Site, _ core.Token) error {
			must(b.t, os.WriteFile(b.listFile(), nil, 0o600))
			_, _, err := tryOn(b.t.Context(), site, "ben", memberPassword)
			return err
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for fail := 1; ; fail += faultStep {
				b := newBed(t)
				b.add(b.root(), "ben", core.RoleMember)
				root := b.root()
				b.in("ben", memberPassword)
				b.leaks(tt.use)
				b.use(root, tt.list)
				faulty := &faultyStore{}
				_, site := b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
				before := b.snapshot()
				faulty.fail, faulty.writes = fail, 0
				err := tt.act(b, site, root)
				if faulty.writes < fail {
					must(t, err)
					if fail == 1 {
						t.Fatal("the act wrote nothing")
					}
					return
				}
				wantCode(t, err, core.CodeFault)
				if after := b.snapshot(); after != before {
					t.Fatalf("write %d failed and left\n%s\nwas\n%s", fail, after, before)
				}
				if record := b.listRecord(); name != "a list that cannot be read" && gone(filepath.Join(b.dir, record.File)) {
					t.Fatalf("write %d failed and the file in use is gone", fail)
				}
				report, err := b.site.VerifyLog(t.Context())
				must(t, err)
				if report.BadLine != 0 {
					t.Fatalf("line %d of the log is broken", report.BadLine)
				}
			}
		})
	}
}

// A store that cannot tell which list is in use refuses the sign-in.
func TestBreachedUnknownListRefuses(t *testing.T) {
	b := newBed(t)
	b.use(b.root(), leakedWords(t, secondPassword))
	_, site := b.open(func(s core.Store) core.Store { return unlisted{s} })
	token, _, err := tryOn(t.Context(), site, "ada", rootPassword)
	wantCode(t, err, core.CodeFault)
	if !token.Zero() {
		t.Error("there is a session")
	}
}

// unlisted is a store that cannot tell which list is in use.
type unlisted struct{ core.Store }

func (u unlisted) View(ctx context.Context, do func(core.Tx) error) error {
	return u.Store.View(ctx, func(tx core.Tx) error { return do(unlistedTx{tx}) })
}

type unlistedTx struct{ core.Tx }

func (unlistedTx) BreachedList() (core.BreachedRecord, error) {
	return core.BreachedRecord{}, errInjected
}
