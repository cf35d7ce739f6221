package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
)

// shoot takes a picture of the window once it rests: two pictures in a row are the same.
func (t *tour) shoot(name string) {
	if t.err != nil {
		return
	}
	t.look()
	// Outside of everything that shows that the mouse is over it.
	t.point(t.shown.Window.Width-1, t.shown.Window.Height-1)
	path := filepath.Join(t.out, name)
	if err := steady(func() ([]byte, error) {
		if err := capture(t.ctx, t.env, t.window, path); err != nil {
			return nil, err
		}
		return os.ReadFile(path)
	}); err != nil {
		t.fail(fmt.Errorf("picture: %w", err))
	}
	t.look()
	t.check(size(path) == [2]int{t.shown.Window.Width, t.shown.Window.Height},
		"the picture has %v pixels, the window %v: it is not wholly on the screen, or it changes its size by itself", size(path), t.shown.Window)
}

// size gives width and height of a picture, nothing for one that cannot be read.
func size(path string) [2]int {
	file, err := os.Open(path)
	if err != nil {
		return [2]int{}
	}
	config, err := png.DecodeConfig(file)
	if errors.Join(err, file.Close()) != nil {
		return [2]int{}
	}
	return [2]int{config.Width, config.Height}
}

// mostPictures is how often a picture is taken before a window that never rests is taken as it is: a countdown steps once
// a second.
const mostPictures = 6

// steady takes pictures until two in a row are the same.
func steady(take func() ([]byte, error)) error {
	var last []byte
	for range mostPictures {
		now, err := take()
		if err != nil {
			return err
		}
		if string(now) == string(last) {
			return nil
		}
		last = now
	}
	return nil
}

// capture takes a picture of a window, or of the whole display for "root". Times are left out of the file, so that equal
// pictures are equal files.
func capture(ctx context.Context, env []string, window, path string) error {
	got, err := tool(ctx, env, "", "import", "-silent", "-window", window, "-strip",
		"-define", "png:exclude-chunks=date,time", "-quality", "10", path)
	if err == nil && got.status != 0 {
		err = fmt.Errorf("import: status %d: %s", got.status, got.problems)
	}
	return err
}

// documented are the steps whose pictures the documents show, and the names they have there.
func documented() map[string]string {
	return map[string]string{
		"key":                      "first-run",
		"sign-in":                  "sign-in",
		"security":                 "window",
		"change-password-problems": "change-password",
		"account-added":            "accounts",
		"spray-opened":             "activity",
		"two-step-qr-code":         "two-step",
		"passkey-chooser":          "passkey",
	}
}

// publish copies the pictures that the documents show, made small, into their folder.
func (t *tour) publish() {
	if t.err != nil || t.pictures == "" {
		return
	}
	t.fail(os.MkdirAll(t.pictures, 0o755))
	for step, name := range documented() {
		found, err := filepath.Glob(filepath.Join(t.out, "[0-9][0-9]-"+step+".png"))
		if err == nil && len(found) != 1 {
			err = fmt.Errorf("%d pictures of the step %s: %w", len(found), step, errNotThere)
		}
		if err == nil {
			err = repack(found[0], filepath.Join(t.pictures, name+".png"))
		}
		t.fail(err)
	}
}

// repack writes a picture again as small as it gets.
func repack(from, to string) error {
	picture, err := decode(from)
	if err != nil {
		return err
	}
	file, err := os.Create(to)
	if err != nil {
		return fmt.Errorf("picture: %w", err)
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := errors.Join(encoder.Encode(file, picture), file.Close()); err != nil {
		return fmt.Errorf("picture %s: %w", to, err)
	}
	return nil
}

// decode reads a picture.
func decode(path string) (image.Image, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	picture, err := png.Decode(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("picture %s: %w", path, err)
	}
	return picture, nil
}
