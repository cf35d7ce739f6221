package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// TestIcon reads the pictures of an icon back: half of each is red, half is clear.
func TestIcon(t *testing.T) {
	source := image.NewNRGBA(image.Rect(0, 0, 512, 512))
	for y := range 512 {
		for x := range 256 {
			source.SetNRGBA(x, y, color.NRGBA{R: 255, A: 255})
		}
	}
	content, err := icon(source)
	if err != nil {
		t.Fatal(err)
	}
	if n := int(binary.LittleEndian.Uint16(content[4:])); n != len(sizes()) {
		t.Fatalf("%d pictures", n)
	}
	for i, size := range sizes() {
		entry := content[headerSize+i*entrySize:]
		length, offset := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
		picture, err := png.Decode(bytes.NewReader(content[offset : offset+length]))
		if err != nil {
			t.Fatal(err)
		}
		if got := picture.Bounds().Dx(); got != size || int(entry[0]) != size%256 {
			t.Errorf("%d pixels, and %d in its entry; want %d", got, entry[0], size)
		}
		if r, g, b, a := picture.At(size/2-1, size-1).RGBA(); r != 0xffff || g != 0 || b != 0 || a != 0xffff {
			t.Errorf("left half: %x %x %x %x", r, g, b, a)
		}
		if _, _, _, a := picture.At(size/2, 0).RGBA(); a != 0 {
			t.Errorf("right half: opacity %x", a)
		}
	}
}

// TestIconRefuses pictures that cannot be made smaller by a whole number.
func TestIconRefuses(t *testing.T) {
	for _, r := range []image.Rectangle{image.Rect(0, 0, 512, 256), image.Rect(0, 0, 300, 300)} {
		if _, err := icon(image.NewNRGBA(r)); err == nil {
			t.Errorf("%v made an icon", r)
		}
	}
}
