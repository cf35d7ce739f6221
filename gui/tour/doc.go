// Command tour drives the real program in a virtual display, by real key presses and clicks, from first run to sign-out,
// and leaves a picture of each step. It runs on Linux, by "make tour".
//
// The program under the tour is built with the tag tour, which lets it tell what its window shows (package probe); it is
// otherwise the released one. The tour never waits for a length of time: it asks again and again until what it waits for
// is there, with a deadline. When a step fails it says which one and what was in the window, keeps a picture of that, and
// ends with status 1.
//
// Everything it makes is in one temporary folder, which is also the program's home, and goes with it; the virtual display
// and the program are its children and end with it.
package main
