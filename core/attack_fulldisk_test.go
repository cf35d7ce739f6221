package core_test

import (
	"context"
	"strings"
	"testing"

	"gatehouse/core"
)

// filling is a store whose disk is full from one write transaction on, counted
// from 1.
type filling struct {
	core.Store
	from, begun int
}

func (f *filling) Update(ctx context.Context, do func(core.Tx) error) error {
	if f.begun++; f.begun >= f.from {
		return &core.Error{Code: core.CodeStoreFull, Text: core.Text{Key: "The disk is full, so nothing was saved. Free some space, then try again."}}
	}
	return f.Store.Update(ctx, do)
}

// A disk that is full half way keeps what was done before, and nobody is told that
// nothing was saved; the code says what is the matter.
func TestUnlockManyOnAFullDisk(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ids := b.lockedCrowd(250)
	disk := &filling{}
	_, site := b.open(func(s core.Store) core.Store { disk.Store = s; return disk })
	for i, want := range []int{0, 200} {
		from := i + 1
		disk.from, disk.begun = from, 0
		done, err := site.UnlockMany(t.Context(), root, ids, "the gate was closed", nil)
		e := wantCode(t, err, core.CodeStoreFull)
		if done.Done+done.Over != want || strings.Contains(e.Error(), "nothing was saved") == (done.Done > 0) {
			t.Errorf("%+v, and it says %q", done, e)
		}
	}
}
