package storage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/core"
)

// runChild is what the other program of a test does. "create:3" is the task
// create with the number 3.
func runChild(task, dir string) error {
	name, digits, _ := strings.Cut(task, ":")
	number, err := strconv.Atoi("0" + digits)
	if err != nil {
		return err
	}
	switch name {
	case "count":
		return childCounts(dir, number)
	case "write":
		return childWrites(dir)
	case "create":
		return childCreates(dir, number)
	case "open":
		for _, one := range filepath.SplitList(dir) {
			fmt.Println(childOpens(one))
		}
		return nil
	}
	return errors.New("no such task")
}

// childCounts adds failures to one count, all at once.
func childCounts(dir string, times int) error {
	s, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return err
	}
	fmt.Println("ready")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return err
	}
	errs := make([]error, times)
	var all sync.WaitGroup
	for i := range times {
		all.Go(func() { errs[i] = s.Update(context.Background(), reserve) })
	}
	all.Wait()
	return errors.Join(append(errs, s.Close())...)
}

// childWrites appends events until it is killed, and tells of each that is
// stored.
func childWrites(dir string) error {
	s, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return err
	}
	for {
		var seq int64
		err := s.Update(context.Background(), func(tx core.Tx) error {
			if err := settle(tx, 1); err != nil {
				return err
			}
			seq, _, err = tx.LastEvent()
			return err
		})
		if err != nil {
			return err
		}
		fmt.Println(seq)
	}
}

// childCreates makes a site in steps and stops for ever at one of them; at 0 it
// runs to the end.
func childCreates(dir string, stop int) error {
	step := 0
	reached := func() {
		step++
		fmt.Println("step", step)
		if step == stop {
			select {}
		}
	}
	clock := func() time.Time {
		reached()
		return time.Now()
	}
	return Create(context.Background(), dir, Options{Clock: clock}, func(s core.Store) error {
		if err := fillSite(s); err != nil {
			return err
		}
		reached()
		return nil
	})
}

// siteSize is how many accounts fillSite makes, each in its own transaction.
const siteSize = 5

// fillSite is what the first run does.
func fillSite(s core.Store) error {
	for n := range siteSize {
		err := s.Update(context.Background(), func(tx core.Tx) error {
			if n == 0 {
				site := core.SiteRecord{ID: "x", Name: "Workshop", TimeZone: "UTC", CreatedAt: noon}
				if err := tx.PutSite(site); err != nil {
					return err
				}
			}
			a := person(n, "numbers", nil)
			return tx.InsertAccount(&a)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// childOpens tells how opening ends, and when it goes well, how writing ends.
func childOpens(dir string) string {
	s, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return fmt.Sprintf("open=%s", core.ErrorCode(err))
	}
	err = join(s.Update(context.Background(), reserve), s.Close())
	return fmt.Sprintf("open= write=%s", core.ErrorCode(err))
}

// started runs a child and gives the lines that it prints.
func started(t *testing.T, cmd *exec.Cmd) *bufio.Scanner {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return bufio.NewScanner(out)
}

// killed ends a child at once, as a power cut would.
func killed(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Log("the child had ended")
	}
}
