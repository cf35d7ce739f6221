// Icon makes the icon of a Windows program from a picture: go run .ci/icon/main.go IN.png OUT.ico
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: icon IN.png OUT.ico")
		os.Exit(2)
	}
	if err := convert(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// sizes are the widths of the pictures in the icon, in pixels. Each divides that of the source.
func sizes() []int { return []int{256, 64, 32, 16} }

// convert reads a PNG file and writes an ICO file.
func convert(from, to string) error {
	file, err := os.Open(from)
	if err != nil {
		return err
	}
	source, err := png.Decode(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	content, err := icon(source)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	return os.WriteFile(to, content, 0o644)
}

// The parts of an ICO file, in bytes: the header, and what stands there of each picture.
const (
	headerSize = 6
	entrySize  = 16
)

// icon makes an ICO file with a PNG picture of each size, as Windows reads since Vista.
func icon(source image.Image) ([]byte, error) {
	head := []byte{0, 0, 1, 0} // reserved, 1 for an icon
	head = binary.LittleEndian.AppendUint16(head, uint16(len(sizes())))
	var pictures bytes.Buffer
	for _, size := range sizes() {
		small, err := shrink(source, size)
		if err != nil {
			return nil, err
		}
		var one bytes.Buffer
		if err := png.Encode(&one, small); err != nil {
			return nil, err
		}
		offset := headerSize + entrySize*len(sizes()) + pictures.Len()
		head = append(head, byte(size), byte(size), 0, 0) // 256 is written as 0; no palette
		head = binary.LittleEndian.AppendUint16(head, 1)  // planes
		head = binary.LittleEndian.AppendUint16(head, 32) // bits a pixel
		head = binary.LittleEndian.AppendUint32(head, uint32(one.Len()))
		head = binary.LittleEndian.AppendUint32(head, uint32(offset))
		pictures.Write(one.Bytes())
	}
	return append(head, pictures.Bytes()...), nil
}

// shrink makes a square picture smaller by a whole number: each pixel is the mean of those it stands for.
func shrink(source image.Image, size int) (image.Image, error) {
	bounds := source.Bounds()
	if bounds.Dx() != bounds.Dy() || bounds.Dx()%size != 0 {
		return nil, fmt.Errorf("%d × %d pixels do not make a square of %d", bounds.Dx(), bounds.Dy(), size)
	}
	step := bounds.Dx() / size
	small := image.NewRGBA64(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			at := image.Pt(bounds.Min.X+x*step, bounds.Min.Y+y*step)
			small.SetRGBA64(x, y, mean(source, image.Rectangle{Min: at, Max: at.Add(image.Pt(step, step))}))
		}
	}
	return small, nil
}

// mean is the mean colour of a part of a picture. Colours are weighed with their opacity.
func mean(source image.Image, part image.Rectangle) color.RGBA64 {
	var r, g, b, a, n uint64
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			pr, pg, pb, pa := source.At(x, y).RGBA()
			r, g, b, a, n = r+uint64(pr), g+uint64(pg), b+uint64(pb), a+uint64(pa), n+1
		}
	}
	return color.RGBA64{R: uint16(r / n), G: uint16(g / n), B: uint16(b / n), A: uint16(a / n)}
}
