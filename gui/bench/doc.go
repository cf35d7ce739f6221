// Package bench measures the built program from outside, beside a window of the toolkit that shows one line of text (see
// bare). Its benchmarks run on Linux in a virtual display (Xvfb), with OpenGL in software for both programs.
//
// Terms. The first frame of a program is on the screen when the display's own memory has the window's ground colour where
// it was black. Resident is what the kernel counts as the process's memory (VmRSS); its share is that with each page
// divided among the processes that map it (PSS).
package bench
