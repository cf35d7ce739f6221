package storage

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"syscall"

	"gatehouse/core"
	"gatehouse/core/policy"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// say makes a text for people.
func say(key string, pairs ...any) policy.Text { return policy.Say(key, pairs...) }

// uniqueTaken are the codes of a value that another row has.
var uniqueTaken = map[int]bool{
	sqlite3.SQLITE_CONSTRAINT_UNIQUE:     true,
	sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: true,
	sqlite3.SQLITE_CONSTRAINT_ROWID:      true,
}

// notWhole are the I/O errors that mean that bytes are missing or wrong.
var notWhole = map[int]bool{
	sqlite3.SQLITE_IOERR_SHORT_READ: true,
	sqlite3.SQLITE_IOERR_CORRUPTFS:  true,
	sqlite3.SQLITE_IOERR_DATA:       true,
}

// fault turns an error of the engine into one of core. It looks at result
// codes, never at the message. An error that core made passes unchanged, and
// so does what is unknown.
func (p place) fault(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*core.Error](err); ok {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return core.ErrNotFound
	}
	if ended := ctx.Err(); ended != nil {
		return ended
	}
	if errors.Is(err, errUnsound) {
		return p.damaged(err)
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return p.coded(e.Code(), err)
	}
	if _, ok := errors.AsType[syscall.Errno](err); ok {
		return p.fileFault(err)
	}
	return err
}

// join adds a second error, if there is one. Unlike errors.Join it leaves the
// first one as it is when it is alone.
func join(err, second error) error {
	if second == nil {
		return err
	}
	if err == nil {
		return second
	}
	return errors.Join(err, second)
}

// fileFault is the fault of a call that made, moved or looked at a file.
func (p place) fileFault(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return p.full(err)
	}
	return p.readOnly(err)
}

// coded turns a result code into an error. The low byte is the kind, the whole
// the case.
func (p place) coded(code int, err error) error {
	if uniqueTaken[code] {
		return core.ErrConflict
	}
	switch code & 0xff {
	case sqlite3.SQLITE_FULL:
		return p.full(err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return &core.Error{
			Code: core.CodeStoreBusy, Cause: err,
			Text: say("Another program is using the site. Wait a moment, then try again."),
		}
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return p.readOnly(err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return p.damaged(err)
	case sqlite3.SQLITE_IOERR:
		return p.unreliable(code, err)
	}
	return err
}

// unreliable words an error of the disk.
func (p place) unreliable(code int, err error) error {
	if notWhole[code] {
		return p.damaged(err)
	}
	return &core.Error{
		Code: core.CodeStoreReadOnly, Cause: err,
		Text: say("The disk with {{.Folder}} does not answer. Look whether it is connected and in order, then try again.",
			"Folder", p.folder),
	}
}

func (p place) full(err error) *core.Error {
	return &core.Error{
		Code: core.CodeStoreFull, Cause: err,
		Text: say("The disk is full, so nothing was saved. Free some space, then try again."),
	}
}

// readOnly says why nothing can be written: first whether the folder can be one
// at all.
func (p place) readOnly(err error) *core.Error {
	info, stat := os.Stat(p.folder)
	switch {
	case stat == nil && !info.IsDir(), errors.Is(stat, syscall.ENOTDIR):
		return &core.Error{
			Code: core.CodeStoreReadOnly, Cause: err,
			Text: say("{{.Folder}} is a file or lies in one, so there can be no site in it. Choose a folder.", "Folder", p.folder),
		}
	case errors.Is(stat, syscall.ENAMETOOLONG):
		return &core.Error{
			Code: core.CodeStoreReadOnly, Cause: err,
			Text: say("The path of the data folder is longer than this computer allows. Choose another folder."),
		}
	}
	return &core.Error{
		Code: core.CodeStoreReadOnly, Cause: err,
		Text: say("Gatehouse cannot write in {{.Folder}}, and without that nobody can sign in. Allow it to write there, then try again.",
			"Folder", p.folder),
	}
}

// damaged says what to do with a store that is not whole, and names the newest
// backup.
func (p place) damaged(err error) *core.Error {
	e := &core.Error{Code: core.CodeStoreDamaged, Cause: err}
	if backup := p.newestBackup(); backup != "" {
		e.Text = say("The store in {{.Folder}} is damaged. Close Gatehouse everywhere, move every file whose name starts with gatehouse.db somewhere else, and copy {{.Backup}} there as gatehouse.db.",
			"Folder", p.folder, "Backup", backup)
		return e
	}
	e.Text = say("The store in {{.Folder}} is damaged, and there is no backup beside it. Close Gatehouse everywhere, move every file whose name starts with gatehouse.db somewhere else, and put a copy of your own back as gatehouse.db.",
		"Folder", p.folder)
	return e
}

// missing is a folder that has had a store.
func (p place) missing(err error) *core.Error {
	e := &core.Error{Code: core.CodeStoreDamaged, Cause: err}
	if backup := p.newestBackup(); backup != "" {
		e.Text = say("The store is gone from {{.Folder}}, but other parts of the site are still there. Copy {{.Backup}} there as gatehouse.db.",
			"Folder", p.folder, "Backup", backup)
		return e
	}
	e.Text = say("The store is gone from {{.Folder}}, but other parts of the site are still there. Put gatehouse.db back from a copy of your own.",
		"Folder", p.folder)
	return e
}

func (p place) absent(err error) *core.Error {
	return &core.Error{
		Code: core.CodeStoreAbsent, Cause: err,
		Text: say("There is no site in {{.Folder}} yet. Set one up, or open another folder.", "Folder", p.folder),
	}
}

func (p place) empty() *core.Error {
	return &core.Error{
		Code: core.CodeStoreEmpty,
		Text: say("{{.File}} is there, but empty. Put a backup in its place. If there was never a site here, move the file away.",
			"File", p.store()),
	}
}

func (p place) foreign(err error) *core.Error {
	e := &core.Error{Code: core.CodeStoreForeign, Cause: err}
	if backup := p.newestBackup(); backup != "" {
		e.Text = say("{{.File}} is not a Gatehouse store, or its beginning is damaged. Move it away, and copy {{.Backup}} there as gatehouse.db.",
			"File", p.store(), "Backup", backup)
		return e
	}
	e.Text = say("{{.File}} is not a Gatehouse store. Move it away, or open another folder.", "File", p.store())
	return e
}

func (p place) newer() *core.Error {
	return &core.Error{
		Code: core.CodeStoreNewer,
		Text: say("A newer Gatehouse has written this site. Install the newest Gatehouse, then open it again."),
	}
}

func (p place) taken() *core.Error {
	return &core.Error{
		Code: core.CodeRefused,
		Text: say("{{.Folder}} already holds a site. Open it, or choose another folder.", "Folder", p.folder),
	}
}
