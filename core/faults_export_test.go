package core_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"gatehouse/core"
)

// shortDisk takes so many bytes and no more.
type shortDisk struct{ left int }

var errDiskFull = errors.New("no space left")

func (d *shortDisk) Write(p []byte) (int, error) {
	if d.left < len(p) {
		return 0, errDiskFull
	}
	d.left -= len(p)
	return len(p), nil
}

// An export that cannot be written wholly is no success, and a stopped one ends.
func TestExportFails(t *testing.T) {
	b := newBed(t)
	token := b.root()
	must(t, b.site.Record(t.Context(), 6000, func(int) (core.Event, map[string]string) { return core.Event{Kind: "x"}, nil }))
	for _, left := range []int{0, 70_000, 1 << 20} {
		_, err := b.site.ExportLog(t.Context(), token, core.LogExport{Form: core.LogLines}, &shortDisk{left})
		if !errors.Is(err, errDiskFull) || !errors.Is(err, core.ErrWriting) {
			t.Errorf("room for %d bytes: %v", left, err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	_, err := b.site.ExportLog(ctx, token, core.LogExport{Form: core.LogLines, Progress: func(int64, int64) { stop() }}, nowhere{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped export: %v", err)
	}
	_, err = b.site.VerifyExport(t.Context(), io.MultiReader(bytes.NewReader(b.export(token, core.LogLines)[:5000]), errReader{}))
	if !errors.Is(err, errDiskFull) {
		t.Errorf("a file that cannot be read on: %v", err)
	}
}

// errReader fails.
type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errDiskFull }
