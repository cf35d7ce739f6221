package storage

import (
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"testing"

	"gatehouse/core"
)

// Two programs that count at once lose nothing (with deferred transactions 50
// parallel failures once counted as 3).
func TestTwoProgramsCountExactly(t *testing.T) {
	s, ada := siteWithAda(t)
	const each = 25
	type program struct {
		cmd   *exec.Cmd
		start io.WriteCloser
	}
	var programs []program
	for range 2 {
		cmd := child(t, self(t), fmt.Sprint("count:", each), s.place.folder)
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if lines := started(t, cmd); !lines.Scan() || lines.Text() != "ready" {
			t.Fatalf("the child says %q", lines.Text())
		}
		programs = append(programs, program{cmd, in})
	}
	for _, p := range programs {
		if _, err := io.WriteString(p.start, "go\n"); err != nil {
			t.Fatal(err)
		}
	}
	update(t, s, reserve)
	for _, p := range programs {
		if err := p.cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	view(t, s, func(tx core.Tx) error {
		count, err := tx.Throttle("account:1")
		if count.Failures != 2*each+1 || count.AccountID != ada.ID {
			t.Errorf("%d guesses count %d", 2*each+1, count.Failures)
		}
		return err
	})
}

// What a killed program was told to be stored is stored, and nothing half.
func TestKilledWriterLosesNothing(t *testing.T) {
	s, _ := siteWithAda(t)
	dir := s.place.folder
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	acknowledged := int64(0)
	for round := range 4 {
		cmd := child(t, self(t), "write", dir)
		lines := started(t, cmd)
		for range 20 + 17*round {
			if !lines.Scan() {
				t.Fatal("the child ended", lines.Err())
			}
			seq, err := strconv.ParseInt(lines.Text(), 10, 64)
			if err != nil || seq != acknowledged+1 {
				t.Fatalf("after %d comes %q", acknowledged, lines.Text())
			}
			acknowledged = seq
		}
		killed(t, cmd)
		s := opened(t, dir, Options{})
		var stored int64
		view(t, s, func(tx core.Tx) error {
			var err error
			if stored, _, err = tx.LastEvent(); err != nil {
				return err
			}
			open, err := tx.Sessions(1)
			if int64(len(open)) != stored {
				t.Errorf("%d events and %d sessions: half of a transaction", stored, len(open))
			}
			return err
		})
		if stored < acknowledged {
			t.Fatalf("%d were acknowledged, %d are stored", acknowledged, stored)
		}
		if err := join(s.Check(t.Context()), s.Close()); err != nil {
			t.Fatal(err)
		}
		acknowledged = stored
	}
}
