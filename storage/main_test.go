package storage

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"gatehouse/core"
)

// Tests of several programs on one store run this test's own binary as a child
// with these in its environment: what to do, and in which data folder.
const (
	childTask   = "GATEHOUSE_TEST_CHILD"
	childFolder = "GATEHOUSE_TEST_FOLDER"
)

func TestMain(m *testing.M) {
	if task := os.Getenv(childTask); task != "" {
		if err := runChild(task, os.Getenv(childFolder)); err != nil {
			fmt.Println("child:", core.ErrorCode(err), err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	status := m.Run()
	if err := crowds.end(); err != nil {
		fmt.Println(err)
		status = 1
	}
	os.Exit(status)
}

// child prepares another program that does task in a data folder.
func child(t *testing.T, binary, task, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary)
	cmd.Env = append(os.Environ(), childTask+"="+task, childFolder+"="+dir)
	cmd.Stderr = os.Stderr
	return cmd
}

// self is the path of this binary.
func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// newSite makes a site with nothing in it and gives its data folder.
func newSite(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := Create(context.Background(), dir, Options{}, func(core.Store) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return dir
}

// opened opens the site in dir until the test ends.
func opened(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// update runs a transaction that must go well.
func update(t testing.TB, s core.Store, do func(core.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// view runs a reading transaction that must go well.
func view(t testing.TB, s core.Store, do func(core.Tx) error) {
	t.Helper()
	if err := s.View(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// wantCode tests the code of an error.
func wantCode(t testing.TB, err error, want core.Code) {
	t.Helper()
	if got := core.ErrorCode(err); got != want {
		t.Fatalf("error %v has code %q, want %q", err, got, want)
	}
}
