package breach

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// installedPrefix and installedSuffix surround the begin of the ID in the name
// of an installed list.
const (
	installedPrefix = "breached-"
	installedSuffix = ".list"
	installedDigits = 16
)

// Install copies a list file into a folder of the site, reads the copy wholly
// and compares all checksums; only then it gets its name. That is made of the
// list's ID, so that a list that is in use stays untouched beside a new one, and
// installing the same list twice changes nothing. Nobody else should be able to
// write the folder. The errors are those of Open and of ctx; after one there is
// no new file.
func Install(ctx context.Context, path, folder string) (installed string, info Info, err error) {
	file, size, err := openRegular(path, ErrForeign)
	if err != nil {
		return "", Info{}, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	h, err := readHeader(file, size)
	if err != nil {
		return "", Info{}, err
	}
	installed = filepath.Join(folder, installedPrefix+h.info.ID[:installedDigits]+installedSuffix)
	if verifyFile(ctx, installed, h.info.ID) == nil {
		return installed, h.info, nil
	}
	temporary := installed + ".new"
	err = copyWhole(ctx, io.NewSectionReader(file, 0, size), temporary)
	if err == nil {
		err = verifyFile(ctx, temporary, h.info.ID)
	}
	if err == nil {
		err = renameDurable(temporary, installed)
	}
	if err != nil {
		return "", Info{}, errors.Join(err, ignore(os.Remove(temporary), os.ErrNotExist))
	}
	return installed, h.info, nil
}

// copyWhole copies to a new file and makes it durable.
func copyWhole(ctx context.Context, from io.Reader, path string) error {
	to, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = pour(ctx, to, from, make([]byte, 1<<20))
	if err == nil {
		err = to.Sync()
	}
	return errors.Join(err, to.Close())
}

// verifyFile reads a list file wholly. It must be the one with the ID.
func verifyFile(ctx context.Context, path, id string) error {
	l, err := Open(path)
	if err != nil {
		return err
	}
	err = l.Verify(ctx)
	if err == nil && l.info.ID != id {
		err = ErrDamaged
	}
	return errors.Join(err, l.Close())
}
