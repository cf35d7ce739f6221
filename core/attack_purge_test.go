package core_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/storage"
)

// The environment of a child that purges: its clock, and after which write of the
// transaction it stops.
const (
	childPurges = "GATEHOUSE_TEST_PURGE_NOW"
	childAfter  = "GATEHOUSE_TEST_PURGE_AFTER"
)

// stoppedStore stops a program within a transaction, or right after it, until its
// standard input ends.
type stoppedStore struct {
	core.Store
	after string
}

// stop says where the program is and waits to be killed.
func (s stoppedStore) stop(at string) error {
	if at != s.after {
		return nil
	}
	fmt.Println(at)
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

func (s stoppedStore) Update(ctx context.Context, do func(core.Tx) error) error {
	purged := false
	err := s.Store.Update(ctx, func(tx core.Tx) error { return do(stoppedTx{tx, s, &purged}) })
	if err != nil || !purged {
		return err
	}
	return s.stop("committed")
}

type stoppedTx struct {
	core.Tx
	store  stoppedStore
	purged *bool
}

func (t stoppedTx) AppendPurge(p core.PurgeRecord) error {
	if err := t.Tx.AppendPurge(p); err != nil {
		return err
	}
	return t.store.stop("summary")
}

func (t stoppedTx) DropPurged() (int64, error) {
	gone, err := t.Tx.DropPurged()
	if err != nil {
		return gone, err
	}
	*t.purged = true
	return gone, t.store.stop("lines")
}

func (t stoppedTx) AppendEvent(e core.Event) error {
	if err := t.Tx.AppendEvent(e); err != nil || e.Kind != core.EventAuditPurged {
		return err
	}
	return t.store.stop("event")
}

// purgeAsChild purges the log, as a program of its own.
func purgeAsChild(dir string) error {
	ctx := context.Background()
	now, err := time.Parse(time.RFC3339, os.Getenv(childPurges))
	if err != nil {
		return err
	}
	store, err := storage.Open(ctx, dir, storage.Options{Clock: func() time.Time { return now }})
	if err != nil {
		return err
	}
	site, err := core.Open(ctx, stoppedStore{Store: store, after: os.Getenv(childAfter)}, core.Unlock{}, core.Config{})
	if err != nil {
		return err
	}
	_, err = site.Sweep(ctx)
	return err
}

// A program that is killed while it purges has purged a batch with its summary and the
// line that tells of it, or nothing.
func TestKilledPurge(t *testing.T) {
	for _, after := range []string{"summary", "lines", "event", "committed"} {
		t.Run(after, func(t *testing.T) {
			b := newBedOf(t, core.Config{})
			must(t, b.site.KeepLog(t.Context(), b.root(), 30, "less to keep"))
			must(t, b.site.Record(t.Context(), core.PurgeBatch+50, func(int) (core.Event, map[string]string) { return core.Event{Kind: "x"}, nil }))
			b.clock.jump(30 * keptDay)
			must(t, b.site.Record(t.Context(), 1, func(int) (core.Event, map[string]string) { return core.Event{Kind: "y"}, nil }))
			b.clock.jump(2 * keptDay)
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
			child.Env = append(os.Environ(), childDir+"="+b.dir, childPurges+"="+b.clock.Now().Format(time.RFC3339), childAfter+"="+after)
			child.Stderr = os.Stderr
			out, err := child.StdoutPipe()
			must(t, err)
			_, err = child.StdinPipe() // stays open until the child has ended
			must(t, err)
			must(t, child.Start())
			line, err := bufio.NewReader(out).ReadString('\n')
			must(t, err)
			if strings.TrimSpace(line) != after {
				t.Fatalf("the child says %q", line)
			}
			must(t, child.Process.Kill())
			if err := child.Wait(); err == nil {
				t.Fatal("the child ended by itself")
			}
			report := b.wantGapless()
			if report.First != report.Purged+1 {
				t.Errorf("the first line is %d after %d", report.First, report.Purged)
			}
			want := int64(0)
			if after == "committed" {
				want = core.PurgeBatch
			}
			if report.Purged != want || int64(len(b.summaries())) != want/core.PurgeBatch {
				t.Errorf("%d lines went, want %d", report.Purged, want)
			}
			must(t, b.site.CheckStore(t.Context()))
			b.sweep()
			b.wantGapless()
		})
	}
}
