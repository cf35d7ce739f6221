package core_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/storage"
)

// childAddsKey makes a child add a passkey for ada, and halt while its authenticator is
// asked, and when it is made.
const childAddsKey = "GATEHOUSE_TEST_ADDS_PASSKEY"

// addKeyAsChild adds a passkey as a program of its own.
func addKeyAsChild(dir string) error {
	ctx := context.Background()
	store, err := storage.Open(ctx, dir, storage.Options{})
	if err != nil {
		return err
	}
	site, err := core.Open(ctx, store, core.Unlock{}, core.Config{})
	if err != nil {
		return err
	}
	return errors.Join(addKeyInSteps(ctx, site), site.Close())
}

// addKeyInSteps does it on an open site.
func addKeyInSteps(ctx context.Context, site *core.Site) error {
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
	set, err := site.AddPasskey(ctx, token, rootPassword)
	if err != nil {
		return err
	}
	by := software.New(rand.Reader)
	var halted error
	by.Change(func(s *software.Settings) { s.Before = func(context.Context) { halted = halt("asked") } })
	if _, err := set.Make(ctx, token, by, passkey.SecurityKey, nil); err != nil {
		return errors.Join(err, halted)
	}
	return halt("made")
}

// A program that is killed while a passkey is made leaves nothing of it, or the whole
// passkey; the password signs in either way, and the account is as it was written.
func TestKilledPasskey(t *testing.T) {
	for _, stop := range []string{"asked", "made"} {
		t.Run(stop, func(t *testing.T) {
			b := newBedOf(t, core.Config{})
			b.clock.now = time.Now().UTC()
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
			child.Env = append(os.Environ(), childDir+"="+b.dir, childAddsKey+"=1")
			child.Stderr = os.Stderr
			pipe, err := child.StdoutPipe()
			must(t, err)
			goOn, err := child.StdinPipe()
			must(t, err)
			must(t, child.Start())
			out := bufio.NewReader(pipe)
			b.says(out, "asked\n")
			if stop == "made" {
				_, err = goOn.Write([]byte("go on\n"))
				must(t, err)
				b.says(out, "made\n")
			}
			must(t, child.Process.Kill())
			if child.Wait() == nil {
				t.Fatal("the child ended by itself")
			}
			b.clock.now = time.Now().UTC()
			held := b.credentials(1).Passkeys
			if made := stop == "made"; made != (len(held.Keys) == 1) || made != (held.Handle != nil) {
				t.Errorf("left %+v", held)
			}
			b.addKey(b.root(), rootPassword, keyring())
		})
	}
}
