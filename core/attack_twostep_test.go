package core_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/twostep"
	"gatehouse/storage"
)

// childEnrols makes a child set up an app for ada, and halt after each step until it
// is told to go on; keeps makes it keep the set-up in the store.
const (
	childEnrols = "GATEHOUSE_TEST_ENROLS"
	keeps       = "keep"
)

// enrolAsChild sets up an app as a program of its own.
func enrolAsChild(dir string) error {
	ctx := context.Background()
	store, err := storage.Open(ctx, dir, storage.Options{})
	if err != nil {
		return err
	}
	site, err := core.Open(ctx, store, core.Unlock{}, core.Config{})
	if err != nil {
		return err
	}
	return errors.Join(enrolInSteps(ctx, site), site.Close())
}

// enrolInSteps does it on an open site.
func enrolInSteps(ctx context.Context, site *core.Site) error {
	told := bufio.NewReader(os.Stdin)
	halt := func(at string) error {
		fmt.Println(at)
		_, err := told.ReadString('\n')
		return err
	}
	token, _, err := tryOn(ctx, site, "ada", rootPassword)
	if err != nil {
		return err
	}
	e, err := site.Enrol(ctx, token, core.NewApp{Current: rootPassword})
	if err != nil {
		return err
	}
	if os.Getenv(childEnrols) == keeps {
		if err := e.Keep(ctx); err != nil {
			return err
		}
	}
	if err := halt("shown " + e.Secret()); err != nil {
		return err
	}
	raw, err := base32Of(e.Secret())
	if err != nil {
		return err
	}
	secret, err := twostep.SecretOf(raw)
	if err != nil {
		return err
	}
	code, err := twostep.Key{Secret: secret, Params: e.Params()}.Code(e.Params().Step(time.Now()))
	if err != nil {
		return err
	}
	done, err := e.Confirm(ctx, token, code, false)
	if err != nil {
		return err
	}
	return halt(fmt.Sprintf("on with %d codes", len(done.Codes)))
}

// A program that is killed between any two steps of a set-up leaves it undone, or done
// as a whole: before the code nothing that a sign-in asks for, after it an app that
// works and ten recovery codes, seen or not.
func TestKilledSetUp(t *testing.T) {
	for _, mode := range []string{"memory", keeps} {
		for _, stop := range []string{"shown", "on"} {
			t.Run(mode+" "+stop, func(t *testing.T) {
				b := newBedOf(t, core.Config{})
				b.clock.now = time.Now().UTC()
				child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
				child.Env = append(os.Environ(), childDir+"="+b.dir, childEnrols+"="+mode)
				child.Stderr = os.Stderr
				pipe, err := child.StdoutPipe()
				must(t, err)
				goOn, err := child.StdinPipe()
				must(t, err)
				must(t, child.Start())
				out := bufio.NewReader(pipe)
				line, err := out.ReadString('\n')
				must(t, err)
				shown, found := strings.CutPrefix(line, "shown ")
				if !found {
					t.Fatalf("the child says %q", line)
				}
				if stop == "on" {
					_, err = goOn.Write([]byte("go on\n"))
					must(t, err)
					b.says(out, "on with 10 codes\n")
				}
				must(t, child.Process.Kill())
				if child.Wait() == nil {
					t.Fatal("the child ended by itself")
				}
				b.clock.now = time.Now().UTC()
				b.afterKill(stop == "on", strings.TrimSpace(shown))
			})
		}
	}
}

// afterKill wants what a killed set-up has left.
func (b *bed) afterKill(on bool, shown string) {
	b.t.Helper()
	var has core.TwoStepRecord
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		var err error
		has, err = tx.TwoStep(1)
		return err
	}))
	if !on {
		if len(has.Apps)+len(has.Codes) > 0 {
			b.t.Errorf("left %+v", has)
		}
		b.root()
		return
	}
	if len(has.Apps) != 1 || len(has.Codes) != 10 {
		b.t.Fatalf("left %+v", has)
	}
	secret, err := twostep.SecretOf(unbase32(b.t, shown))
	must(b.t, err)
	p := &phone{b: b, key: twostep.Key{Secret: secret, Params: has.Apps[0].Params}}
	b.withCode("ada", rootPassword, p.next())
}
