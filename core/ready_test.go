package core_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"gatehouse/core"
)

// watched is a store that counts where long documents are read.
type watched struct {
	core.Store
	written, viewed atomic.Int64
}

func (w *watched) Update(ctx context.Context, do func(core.Tx) error) error {
	return w.Store.Update(ctx, func(tx core.Tx) error { return do(watchedTx{tx, &w.written}) })
}

func (w *watched) View(ctx context.Context, do func(core.Tx) error) error {
	return w.Store.View(ctx, func(tx core.Tx) error { return do(watchedTx{tx, &w.viewed}) })
}

type watchedTx struct {
	core.Tx
	long *atomic.Int64
}

func (w watchedTx) RevisionByID(id core.RevisionID) (core.PolicyRevision, error) {
	r, err := w.Tx.RevisionByID(id)
	if len(r.Document) >= core.LongRevision {
		w.long.Add(1)
	}
	return r, err
}

// banned is a list of passwords whose policy is long.
func banned(more ...string) []string {
	list := make([]string, 0, 20_000)
	for i := range cap(list) {
		list = append(list, fmt.Sprintf("banned-%09d", i))
	}
	return append(list, more...)
}

// cold opens the site once more, as a program that has read no policy yet.
func (b *bed) cold() *watched {
	b.t.Helper()
	w := &watched{}
	_, b.site = b.open(func(s core.Store) core.Store {
		w.Store = s
		return w
	})
	w.viewed.Store(0)
	return w
}

// want fails unless long documents were read, and none of them while nobody else
// could write.
func (w *watched) want(t *testing.T, after string) {
	t.Helper()
	if n := w.written.Swap(0); n > 0 {
		t.Errorf("%s: %d long documents were read while writing", after, n)
	}
	if w.viewed.Swap(0) == 0 {
		t.Errorf("%s: no long document was read", after)
	}
}

// Whatever writes in a site waits for no long list of banned passwords, and goes by
// it all the same.
func TestLongListIsReadOutside(t *testing.T) {
	const common = "plinth orbit 43 tall"
	b := newBed(t)
	root := b.root()
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Complexity.Banned = banned(common) })
	strict := b.newPolicy(root, "Strict", 1, 16)
	b.saved(root, strict.ID, func(d *core.PolicyDraft) { d.Policy.Complexity.Banned = banned() })

	w := b.cold()
	if w.written.Load() > 0 {
		t.Error("opening the site has read a long document while writing")
	}
	root = b.root()
	w.want(t, "a sign-in")
	if _, err := b.change(root, rootPassword, common); core.ErrorCode(err) != core.CodeInput {
		t.Errorf("a banned password is %v", err)
	}

	w = b.cold()
	if _, _, err := b.try("ada", wrong()); core.ErrorCode(err) != core.CodeSignIn {
		t.Errorf("a wrong password is %v", err)
	}
	w.want(t, "a wrong password")
	if n := b.throttle("account:1").Failures; n != 1 {
		t.Errorf("one wrong password counts as %d", n)
	}

	w = b.cold()
	root = b.in("ada", rootPassword)
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Complexity.MinLength = new(18) })
	w.want(t, "a save")
	if view := b.policyOf(root, core.DefaultPolicy); len(view.Policy.Complexity.Banned) != 20_001 || view.Number != 3 {
		t.Errorf("saved are revision %d, %d entries", view.Number, len(view.Policy.Complexity.Banned))
	}

	w = b.cold()
	root = b.in("ada", rootPassword)
	if _, err := b.site.RestorePolicy(t.Context(), root, core.DefaultPolicy, 2, "by mistake"); err != nil {
		t.Error(err)
	}
	w.want(t, "bringing back")
	if view := b.policyOf(root, core.DefaultPolicy); *view.Policy.Complexity.MinLength != 15 || view.Number != 4 {
		t.Errorf("brought back are revision %d, %d characters", view.Number, *view.Policy.Complexity.MinLength)
	}

	w = b.cold()
	root = b.in("ada", rootPassword)
	must(t, b.site.RemovePolicy(t.Context(), root, strict.ID, ""))
	w.want(t, "removing")
}

// A transaction that needs more long lists than a site keeps comes to its end.
func TestMoreLongListsThanAreKept(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for rank := 1; rank <= core.KeptRulings+2; rank++ {
		view := b.newPolicy(root, fmt.Sprint("Policy ", rank), rank, 16)
		b.saved(root, view.ID, func(d *core.PolicyDraft) {
			d.Policy.Complexity.Banned = banned()
			d.Policy.Change.HistoryDepth = &rank
		})
	}
	w := b.cold()
	root = b.root()
	// Whoever takes a policy away looks at all others.
	must(t, b.site.RemovePolicy(t.Context(), root, 2, ""))
	w.want(t, "removing one of many")
}

// What cannot be read outside is refused, and the transaction is undone.
func TestLongListThatCannotBeRead(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Complexity.Banned = banned() })
	w := b.cold()
	before := b.policyState()
	w.Store = unreadable{w.Store}
	if _, _, err := b.try("ada", rootPassword); core.ErrorCode(err) != core.CodeFault {
		t.Errorf("without its policy a sign-in is %v", err)
	}
	if after := b.policyState(); after != before {
		t.Errorf("it wrote\n%s\nbefore\n%s", after, before)
	}
}

// unreadable gives no long document.
type unreadable struct{ core.Store }

func (u unreadable) View(ctx context.Context, do func(core.Tx) error) error {
	return u.Store.View(ctx, func(tx core.Tx) error { return do(unreadableTx{tx}) })
}

type unreadableTx struct{ core.Tx }

func (u unreadableTx) RevisionByID(id core.RevisionID) (core.PolicyRevision, error) {
	r, err := u.Tx.RevisionByID(id)
	if err == nil && len(r.Document) >= core.LongRevision {
		return core.PolicyRevision{}, errInjected
	}
	return r, err
}
