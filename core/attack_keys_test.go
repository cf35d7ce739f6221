package core_test

import (
	"context"
	"path/filepath"
	"testing"

	"gatehouse/core"
	"gatehouse/core/seal"
)

// renewing lets another program renew the keys just before one of the
// transactions of a store, counted from 1.
type renewing struct {
	core.Store
	at, begun int
	renew     func()
}

func (r *renewing) next() {
	r.begun++
	if r.begun == r.at {
		r.renew()
	}
}

func (r *renewing) View(ctx context.Context, do func(core.Tx) error) error {
	r.next()
	return r.Store.View(ctx, do)
}

func (r *renewing) Update(ctx context.Context, do func(core.Tx) error) error {
	r.next()
	return r.Store.Update(ctx, do)
}

// The keys are renewed while another program moves the site key by the recovery
// key that ends by it, at whatever moment: what opens the site every day opens it
// afterwards, whether the key was moved or not, and a former site key is kept
// nowhere. Nobody is told that the store is damaged.
func TestRenewWhileTheKeyIsMoved(t *testing.T) {
	for at := 1; ; at++ {
		b := newBed(t)
		root := b.root()
		former, next := recoveryKey(t), recoveryKey(t)
		must(t, b.site.RenewRecovery(t.Context(), root, core.Unlock{}, former))
		store := &renewing{Store: b.store, at: at, renew: func() {
			must(t, b.site.RenewRecovery(t.Context(), root, core.Unlock{}, next))
		}}
		file := filepath.Join(t.TempDir(), "moved.key")
		to := core.KeyChoice{Kind: seal.KindKeyFile, KeyFile: file}
		_, err := core.Rehouse(t.Context(), store, former.Reveal(), to, b.dir, b.cfg)
		if store.begun < at {
			must(t, err)
			return
		}
		with := core.Unlock{}
		switch code := core.ErrorCode(err); {
		case err == nil:
			with.KeyFile = file
		case code != core.CodeConflict && code != core.CodeKey:
			t.Errorf("renewed before transaction %d: %v", at, err)
		}
		for _, with := range []core.Unlock{with, {RecoveryKey: next.Reveal()}} {
			if _, err := core.Open(t.Context(), b.store, with, b.cfg); err != nil {
				t.Errorf("renewed before transaction %d, then %v", at, err)
			}
		}
	}
}

// The keys are renewed while another program opens the site: it opens, or is told
// to try again, and never that the store is damaged.
func TestRenewWhileASiteIsOpened(t *testing.T) {
	for at := 1; ; at++ {
		b := newBed(t)
		root := b.root()
		store := &renewing{Store: b.store, at: at, renew: func() {
			must(t, b.site.RenewRecovery(t.Context(), root, core.Unlock{}, recoveryKey(t)))
		}}
		_, err := core.Open(t.Context(), store, core.Unlock{}, b.cfg)
		if store.begun < at {
			must(t, err)
			return
		}
		if err != nil {
			wantCode(t, err, core.CodeConflict)
			_, err = core.Open(t.Context(), store, core.Unlock{}, b.cfg)
			must(t, err)
		}
	}
}
