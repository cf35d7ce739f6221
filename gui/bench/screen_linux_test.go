package bench

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Size of the virtual display. Its window is centred by the program.
const screenWidth, screenHeight = 1280, 1024

// pixel is a colour as the display keeps it: 0xRRGGBB.
type pixel uint32

// Colours by which the frames are told apart.
const (
	black  pixel = 0        // of the display without a window
	ground pixel = 0xFFFFFF // of a window in the light theme, the bare one's too
	accent pixel = 0x2B57CE // of the button that signs in
)

// screen is a virtual display of which the memory can be read.
type screen struct {
	name   string // of the display, such as ":1"
	memory []byte // an XWD image: header, colours, pixels
	first  int    // offset of the first pixel
	line   int    // bytes of a line of pixels
}

// newScreen starts a display, which ends with the benchmark.
func newScreen(b *testing.B) *screen {
	b.Helper()
	if _, err := exec.LookPath("Xvfb"); err != nil {
		b.Fatalf("This benchmark needs a virtual display. Install Xvfb (Debian: apt-get install xvfb). %v", err)
	}
	dir := b.TempDir()
	read, write, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", screenWidth, screenHeight),
		"-fbdir", dir, "-br", "-dpi", "96", "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles, cmd.SysProcAttr = []*os.File{write}, &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { end(b, cmd, syscall.SIGTERM) })
	if err := write.Close(); err != nil {
		b.Fatal(err)
	}
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		b.Fatalf("the virtual display did not start: %v", err)
	}
	s := &screen{name: ":" + strings.TrimSpace(number)}
	s.look(b, filepath.Join(dir, "Xvfb_screen0"))
	return s
}

// look maps the display's memory. The header's words are 32 bits wide and begin with their highest byte.
func (s *screen) look(b *testing.B, path string) {
	b.Helper()
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	info, err := file.Stat()
	if err != nil {
		b.Fatal(err)
	}
	if s.memory, err = syscall.Mmap(int(file.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
	word := func(i int) int { return int(binary.BigEndian.Uint32(s.memory[4*i:])) }
	const headerSize, width, height, bits, lineBytes, colours = 0, 4, 5, 11, 12, 19
	if word(width) != screenWidth || word(height) != screenHeight || word(bits) != 32 {
		b.Fatalf("the display's memory is not as expected: %d × %d, %d bits", word(width), word(height), word(bits))
	}
	s.first, s.line = word(headerSize)+12*word(colours), word(lineBytes)
}

// at reads a pixel.
func (s *screen) at(x, y int) pixel {
	return pixel(binary.LittleEndian.Uint32(s.memory[s.first+y*s.line+4*x:]) & 0xFFFFFF)
}

// centre reads a pixel beside the middle of the screen, in the ground of a window that stands there.
func (s *screen) centre() pixel { return s.at(screenWidth/2+150, screenHeight/2+200) }

// count tells how many pixels around the middle of the screen have a colour.
func (s *screen) count(colour pixel) int {
	found := 0
	for y := screenHeight/2 - 280; y < screenHeight/2+280; y++ {
		for x := screenWidth/2 - 220; x < screenWidth/2+220; x++ {
			if s.at(x, y) == colour {
				found++
			}
		}
	}
	return found
}
