package core_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"gatehouse/core"
)

// halted stops a program right after its first write, until its standard input
// ends.
type halted struct {
	core.Store
	on bool
}

func (h *halted) Update(ctx context.Context, do func(core.Tx) error) error {
	if err := h.Store.Update(ctx, do); err != nil || !h.on {
		return err
	}
	fmt.Println("counted")
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// A program that is killed between the count of a guess and its hash leaves the
// guess counted: killing programs gives no guess more than five.
func TestKilledGuessesCount(t *testing.T) {
	b := newBedOf(t, core.Config{})
	for range 4 {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), childDir+"="+b.dir, childGuesses+"=1", childStop+"=1")
		out, err := child.StdoutPipe()
		must(t, err)
		_, err = child.StdinPipe() // stays open until the child has ended
		must(t, err)
		must(t, child.Start())
		line, err := bufio.NewReader(out).ReadString('\n')
		must(t, err)
		if line != "counted\n" {
			t.Fatalf("the child says %q", line)
		}
		must(t, child.Process.Kill())
		if err := child.Wait(); err == nil {
			t.Fatal("the child ended by itself")
		}
	}
	_, _, err := b.try("ada", wrong())
	wantCode(t, err, core.CodeLocked)
}
