package breach

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// reading is the first phase: from the source to the runs.
type reading struct {
	*workplace
	source *source
	o      Options
	lines  *lineReader
	at     place
	keys   []uint64
	// before are the bytes of the files before the present one.
	before int64
	// grace is how many lines are still read after there were too many bad ones.
	grace int64
}

// readSource reads what is left of the source.
func (w *workplace) readSource(ctx context.Context, s *source, o Options) error {
	r := &reading{workplace: w, source: s, o: o, lines: newLineReader(), keys: make([]uint64, 0, o.runKeys), grace: afterLines}
	if n := len(w.state.Runs); n > 0 {
		r.at = w.state.Runs[n-1].End
	}
	r.before = r.at.Bytes - r.at.Offset
	for r.at.File < len(s.files) {
		if err := r.file(ctx); err != nil {
			w.state.End = r.at
			return err
		}
		r.before += s.files[r.at.File].size
		r.at.File, r.at.Offset, r.at.Line, r.at.Bytes = r.at.File+1, 0, 0, r.before
	}
	w.state.End = r.at
	if err := r.badLines(); err != nil {
		return err
	}
	if err := r.flush(); err != nil {
		return err
	}
	if len(w.state.Runs) == 0 {
		return ErrNoEntries
	}
	w.state.Read = true
	return w.save()
}

// file reads one file from the present place on.
func (r *reading) file(ctx context.Context) error {
	file, err := r.source.openFile(r.at.File, r.at.Offset)
	if err != nil {
		return err
	}
	r.lines.reset(file, r.at.Offset, r.at.Line)
	err = r.allLines(ctx, r.source.parser(r.at.File))
	if err == nil && r.at.Offset != r.source.files[r.at.File].size {
		err = fmt.Errorf("%w: %s", ErrSourceChanged, r.source.files[r.at.File].name)
	}
	return errors.Join(err, file.Close())
}

// allLines takes line after line to the end of the file.
func (r *reading) allLines(ctx context.Context, parse parser) error {
	for {
		if r.lines.line%stepLines == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			r.o.Progress(Progress{Phase: PhaseRead, Done: r.at.Bytes, Total: r.source.bytes, Taken: r.at.Taken})
		}
		text, long, err := r.lines.next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("breach: read the source: %w", err)
		}
		r.at.Offset, r.at.Line, r.at.Bytes = r.lines.offset, r.lines.line, r.before+r.lines.offset
		if err := r.take(text, long, parse); err != nil {
			return err
		}
	}
}

// take puts the key of a line to the others.
func (r *reading) take(text []byte, long bool, parse parser) error {
	key, skip, wrong := uint64(0), false, TooLong
	if !long {
		key, skip, wrong = parse(text)
	}
	switch {
	case wrong != "":
		r.at.Bad++
		if len(r.at.Named) < namedLines {
			r.at.Named = append(r.at.Named, BadLine{File: r.source.files[r.at.File].name, Line: r.at.Line, Reason: wrong})
		}
	case !skip:
		r.at.Taken++
		r.keys = append(r.keys, key)
	}
	if r.at.Bad > r.o.MaxBad {
		if r.grace--; r.grace < 0 || len(r.at.Named) == namedLines {
			return r.badLines()
		}
		return nil // nothing more is kept of this source
	}
	if len(r.keys) == cap(r.keys) {
		return r.flush()
	}
	return nil
}

// badLines is the error of too many bad lines.
func (r *reading) badLines() error {
	if r.at.Bad <= r.o.MaxBad {
		return nil
	}
	return &LinesError{Lines: r.at.Named, Count: r.at.Bad}
}

// flush writes the keys as a run.
func (r *reading) flush() error {
	if len(r.keys) == 0 {
		return nil
	}
	done, err := writeRun(r.dir, fmt.Sprintf("run-%06d", len(r.state.Runs)), r.keys, r.at)
	if err != nil {
		return err
	}
	r.keys = r.keys[:0]
	r.state.Runs = append(r.state.Runs, done)
	return r.save()
}
