// Package reader makes a list of what a window shows, and hands it out on a Unix socket. Package probe links it into
// programs that are built for a tour, and into no others.
package reader
