package breach

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Names of installed files: installedPrefix and installedSuffix surround the begin of the ID in the name
// of an installed list.
const (
	installedPrefix = "breached-"
	installedSuffix = ".list"
	installedDigits = 16
	// unfinished ends the name of a copy that is not whole yet.
	unfinished = ".new"
)

// InstalledName is the name that Install gives the file of a list with this ID.
func InstalledName(id string) string {
	return installedPrefix + id[:min(len(id), installedDigits)] + installedSuffix
}

// gauge counts bytes and tells of them.
type gauge struct {
	done, total int64
	tell        func(done, total int64)
}

// Write counts; it never fails.
func (g *gauge) Write(p []byte) (int, error) {
	g.done += int64(len(p))
	if g.tell != nil {
		g.tell(g.done, g.total)
	}
	return len(p), nil
}

// Install copies a list file into a folder of the site, reads the copy wholly
// and compares all checksums; only then it gets its name. That is made of the
// list's ID, so that a list that is in use stays untouched beside a new one, and
// installing the same list twice changes nothing. Nobody else should be able to
// write the folder. progress is told how many bytes were copied and compared, of
// how many; it may be nil. The errors are those of Open and of ctx; after one there
// is no new file.
func Install(ctx context.Context, path, folder string, progress func(done, total int64)) (installed string, info Info, err error) {
	file, size, err := openRegular(path, ErrForeign)
	if err != nil {
		return "", Info{}, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	h, err := readHeader(file, size)
	if err != nil {
		return "", Info{}, err
	}
	installed = filepath.Join(folder, InstalledName(h.info.ID))
	told := &gauge{total: 2 * size, tell: progress}
	if verifyFile(ctx, installed, h.info.ID, told) == nil {
		return installed, h.info, nil
	}
	told.done = 0
	temporary, err := copyWhole(ctx, io.NewSectionReader(file, 0, size), installed, told)
	if err == nil {
		err = verifyFile(ctx, temporary, h.info.ID, told)
	}
	if err == nil {
		err = renameDurable(temporary, installed)
	}
	if err != nil && temporary != "" {
		err = errors.Join(err, ignore(os.Remove(temporary), os.ErrNotExist))
	}
	if err != nil {
		return "", Info{}, err
	}
	return installed, h.info, nil
}

// copyWhole copies to a new file beside a path, of which only its owner knows, and
// makes it durable.
func copyWhole(ctx context.Context, from io.Reader, path string, told *gauge) (temporary string, err error) {
	to, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*"+unfinished)
	if err != nil {
		return "", err
	}
	err = pour(ctx, io.MultiWriter(to, told), from, make([]byte, 1<<20))
	if err == nil {
		err = to.Sync()
	}
	return to.Name(), errors.Join(err, to.Close())
}

// verifyFile reads a list file wholly. It must be the one with the ID.
func verifyFile(ctx context.Context, path, id string, told *gauge) error {
	l, err := Open(path)
	if err != nil {
		return err
	}
	err = l.verify(ctx, told)
	if err == nil && l.info.ID != id {
		err = ErrDamaged
	}
	return errors.Join(err, l.Close())
}
