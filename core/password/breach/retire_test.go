package breach

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// filesIn lists the names in a folder.
func filesIn(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// aged gives a file a time.
func aged(t *testing.T, path string, age time.Duration) {
	t.Helper()
	if err := os.Chtimes(path, made().Add(-age), made().Add(-age)); err != nil {
		t.Fatal(err)
	}
}

// installedHere installs a list and gives the name of its file.
func installedHere(t *testing.T, path, folder string) string {
	t.Helper()
	installed, info, err := Install(t.Context(), path, folder, nil)
	if err != nil || filepath.Base(installed) != InstalledName(info.ID) {
		t.Fatalf("%s: %v", installed, err)
	}
	return filepath.Base(installed)
}

// TestRetire: a list that is not in use goes, and nothing else that lies beside it.
func TestRetire(t *testing.T) {
	folder := t.TempDir()
	first := installedHere(t, listFile(t), folder)
	second := installedHere(t, write(t, t.TempDir(), "b.list", listBytes(t)), folder)
	others := []string{
		"breached-0123456789abcdef.lists", "breached-0123456789ABCDEF.list", "breached-0123.list", "gatehouse.db",
		"breached-0123456789abcdef.list.5.new", "old.list", "breached-holiday-pictures.list.old",
	}
	for _, name := range others {
		write(t, folder, name, []byte("x"))
	}
	if err := os.Mkdir(filepath.Join(folder, "breached-fedcba9876543210.list"), 0o700); err != nil {
		t.Fatal(err)
	}
	aged(t, write(t, folder, "breached-0123456789abcdef.list.7.new", []byte("x")), 25*time.Hour)
	aged(t, filepath.Join(folder, others[4]), time.Hour)
	open := opened(t, filepath.Join(folder, first), 0) // another program still has it
	unused, err := Unused(folder, second)
	if err != nil || !slices.Equal(unused, []string{first}) {
		t.Fatalf("%v, %v", unused, err)
	}
	if all, err := Unused(folder, ""); err != nil || len(all) != 2 {
		t.Errorf("%v, %v", all, err)
	}
	for range 2 { // the second time it is gone already
		if err := Retire(folder, unused[0]); err != nil {
			t.Fatal(err)
		}
		if err := Clear(folder, made()); err != nil {
			t.Fatal(err)
		}
	}
	want := slices.Sorted(slices.Values(append(others, second, "breached-fedcba9876543210.list")))
	if left := filesIn(t, folder); !slices.Equal(left, want) {
		t.Errorf("%v are left, want %v", left, want)
	}
	if found, err := open.ContainsHash(synthetic(1)); err != nil || !found {
		t.Errorf("the list that is still open: %v, %v", found, err)
	}
	if _, err := Unused(filepath.Join(folder, "none"), ""); !os.IsNotExist(err) {
		t.Error(err)
	}
}

// TestInstallTellsProgress: from nothing to all, in order.
func TestInstallTellsProgress(t *testing.T) {
	var told []int64
	last := int64(0)
	progress := func(done, total int64) {
		told = append(told, done)
		last = total
	}
	path := listFile(t)
	if _, _, err := Install(t.Context(), path, t.TempDir(), progress); err != nil {
		t.Fatal(err)
	}
	stat, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(told) < 2 || !slices.IsSorted(told) || last != 2*stat.Size() || told[len(told)-1] > last || told[len(told)-1] <= stat.Size() {
		t.Errorf("%v of %d, the file has %d bytes", told, last, stat.Size())
	}
}
