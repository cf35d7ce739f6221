package breach

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

const (
	// runKeys is how many keys a run has, and what a build that is stopped reads
	// once more: 32 MiB of keys.
	runKeys = 4 << 20
	// shardKeys is how many keys a shard has at most, as long as there may be more
	// shards. Filters of a million keys or more have 18.1 bits for each.
	shardKeys = 4 << 20
	// maxShardKeys bounds the memory of one shard to 1.1 GiB.
	maxShardKeys = 32 << 20
	// namedLines is how many bad lines are named, afterLines how many more lines
	// are read to find them once there are too many.
	namedLines = 20
	afterLines = 1000
	// stepLines is how many lines are read between two looks at the context.
	stepLines = 4096
)

// Options say how a list is built.
type Options struct {
	// Name of the source, as the list will tell it; "" is the name of its file or
	// folder. At most 255 bytes are kept.
	Name string
	// Format of a source that is one file; "" is FormatAuto. A folder always has
	// range files.
	Format Format
	// MaxBad is how many lines that cannot be read are passed over. One more
	// stops the build.
	MaxBad int64
	// Now is the time that the list is made, as it will tell it.
	Now time.Time
	// Progress is told of every step, from the goroutine that called Build; nil
	// is not.
	Progress func(Progress)

	// runKeys, shardKeys and maxShardKeys are the constants, or smaller in tests.
	runKeys, shardKeys, maxShardKeys int
}

// Phase is a part of a build.
type Phase string

// The phases, in their order.
const (
	// PhaseRead: the source is read; Progress counts bytes.
	PhaseRead Phase = "read"
	// PhaseShards: the filters are made; Progress counts shards.
	PhaseShards Phase = "shards"
)

// Progress is how far a build is.
type Progress struct {
	Phase       Phase
	Done, Total int64
	// Taken is how many lines with a password were read.
	Taken int64
}

// Report is what came of a build.
type Report struct {
	Info Info
	// Format is what the source was read as.
	Format Format
	// Taken is how many lines with a password were read, the same one more than
	// once included.
	Taken int64
	// Bad is how many lines could not be read, BadLines the first of them.
	Bad      int64
	BadLines []BadLine
	// Ranges is how many range files there were, of the whole number Ranges; 0
	// for a single file.
	Ranges int
	// Resumed: an earlier build that was stopped was taken up.
	Resumed bool
}

// Build makes the list file out from a source: a file, or a folder of range
// files. A list that is there already is replaced once the new one is whole.
// When ctx is done Build stops with its error; so it does on any other one.
// What was done stays in the folder "out.building", and the same call later
// goes on from there.
//
// The errors are those of a source (ErrSource, ErrPacked, ErrOtherHash,
// ErrNoEntries, ErrSourceChanged, *LinesError), ErrTooMany, ErrInTheWay, ErrBusy,
// ErrLeftOver and those of the file system.
func Build(ctx context.Context, path, out string, o Options) (Report, error) {
	if err := o.complete(path); err != nil {
		return Report{}, err
	}
	if err := freeToWrite(out); err != nil {
		return Report{}, err
	}
	s, err := findSource(ctx, path, o.Format)
	if err != nil {
		return Report{}, err
	}
	mark, err := s.mark(o.MaxBad)
	if err != nil {
		return Report{}, err
	}
	w, err := openWork(ctx, out, mark)
	if err != nil {
		return Report{}, err
	}
	report := Report{Format: s.format, Ranges: s.ranges(), Resumed: w.resumed}
	report.Info, err = w.build(ctx, s, out, o)
	end := w.state.End
	report.Taken, report.Bad, report.BadLines = end.Taken, end.Bad, end.Named
	if err != nil {
		return report, errors.Join(err, w.leave())
	}
	if err := w.remove(); err != nil {
		return report, fmt.Errorf("%w: %w", ErrLeftOver, err)
	}
	return report, nil
}

// complete fills in what was left out.
func (o *Options) complete(path string) error {
	switch o.Format {
	case FormatAuto, FormatHashes, FormatWords:
	case "":
		o.Format = FormatAuto
	default:
		return fmt.Errorf("%w: there is no format %q", ErrSource, o.Format)
	}
	if o.Name == "" {
		o.Name = filepath.Base(path)
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.runKeys == 0 {
		o.runKeys, o.shardKeys, o.maxShardKeys = runKeys, shardKeys, maxShardKeys
	}
	return nil
}

// freeToWrite makes sure that nothing but a list is written over.
func freeToWrite(out string) error {
	stat, err := os.Stat(out)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !stat.Mode().IsRegular() {
		return fmt.Errorf("%w: not an ordinary file", ErrInTheWay)
	}
	file, err := os.Open(out)
	if err != nil {
		return err
	}
	begin := make([]byte, len(magic))
	_, err = io.ReadFull(file, begin)
	if err := errors.Join(ignore(err, io.EOF, io.ErrUnexpectedEOF), file.Close()); err != nil {
		return err
	}
	if stat.Size() > 0 && string(begin) != magic {
		return ErrInTheWay
	}
	return nil
}

// ignore makes nil of expected errors.
func ignore(err error, expected ...error) error {
	for _, one := range expected {
		if errors.Is(err, one) {
			return nil
		}
	}
	return err
}

// build does what is still to be done.
func (w *workplace) build(ctx context.Context, s *source, out string, o Options) (Info, error) {
	if !w.state.Read {
		if err := w.readSource(ctx, s, o); err != nil {
			return Info{}, err
		}
	}
	a, err := w.newAssembly(ctx, o)
	if err != nil {
		return Info{}, err
	}
	info, err := a.finish(ctx, s)
	if err != nil {
		return Info{}, errors.Join(err, ignore(a.part.Close(), os.ErrClosed))
	}
	return info, renameDurable(filepath.Join(w.dir, partName), out)
}
