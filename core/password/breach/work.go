package breach

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// Names in the folder of a build.
const (
	stateName = "state"
	partName  = "list"
	lockName  = "lock"
)

// state is what a build that goes on needs to know. It is written after each
// run and each shard.
type state struct {
	// Mark is the source's.
	Mark string `json:"mark"`
	Runs []run  `json:"runs"`
	// Read: the source was read to its end, which was End.
	Read bool  `json:"read"`
	End  place `json:"end"`
	// Shards are those that are in the file already.
	Shards []doneShard `json:"shards"`
}

// doneShard is a finished shard.
type doneShard struct {
	Seed          uint64 `json:"seed"`
	SegmentLength uint32 `json:"segment_length"`
	SegmentCount  uint32 `json:"segment_count"`
	Entries       uint64 `json:"entries"`
	Size          uint64 `json:"size"`
	Sum           string `json:"sum"`
}

// workplace is the folder of one build. It lies beside the list, so that this
// can be renamed into place.
type workplace struct {
	dir     string
	lock    *flock.Flock
	state   state
	resumed bool
}

// openWork makes the folder, or enters that of a build that was stopped.
func openWork(ctx context.Context, out, mark string) (*workplace, error) {
	w := &workplace{dir: out + ".building"}
	if err := ignore(os.Mkdir(w.dir, 0o700), os.ErrExist); err != nil {
		return nil, err
	}
	w.lock = flock.New(filepath.Join(w.dir, lockName))
	if free, err := w.lock.TryLock(); err != nil || !free {
		return nil, errors.Join(err, ErrBusy)
	}
	if err := w.resume(ctx, mark); err != nil {
		return nil, errors.Join(err, w.lock.Close())
	}
	return w, nil
}

// resume takes up what is there and whole, up to the first part that is not.
func (w *workplace) resume(ctx context.Context, mark string) error {
	w.state = state{Mark: mark}
	found, err := w.load()
	if err != nil || found == nil || found.Mark != mark {
		return err
	}
	for i, r := range found.Runs {
		whole, err := r.whole(ctx, w.dir)
		if err != nil {
			return err
		}
		if !whole {
			found.Runs, found.Read, found.Shards = found.Runs[:i], false, nil
			break
		}
	}
	w.state, w.resumed = *found, len(found.Runs) > 0
	return nil
}

// load reads the state, nil when there is none or it is not whole.
func (w *workplace) load() (*state, error) {
	content, err := os.ReadFile(filepath.Join(w.dir, stateName))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	sum, text, _ := bytes.Cut(content, []byte("\n"))
	var s state
	if string(sum) != checksum(text) || json.Unmarshal(text, &s) != nil {
		return nil, nil
	}
	return &s, nil
}

// save makes the state durable.
func (w *workplace) save() error {
	text, err := json.Marshal(w.state)
	if err != nil {
		return fmt.Errorf("breach: write the state: %w", err)
	}
	return writeDurable(filepath.Join(w.dir, stateName), func(to io.Writer) error {
		_, err := to.Write(append([]byte(checksum(text)+"\n"), text...))
		return err
	})
}

func checksum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// leave lets go of the folder and keeps what is in it for the next time.
func (w *workplace) leave() error { return w.lock.Close() }

// remove removes the folder after the list is in place.
func (w *workplace) remove() error {
	if err := w.lock.Close(); err != nil {
		return err
	}
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := os.Remove(filepath.Join(w.dir, entry.Name())); err != nil {
			return err
		}
	}
	return os.Remove(w.dir)
}
