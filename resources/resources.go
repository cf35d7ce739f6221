// Package resources holds the files that are part of the program itself: icons and the like. They are embedded, so that
// the program is one file and never looks for its parts on the disk.
//
// The icons are Material Design Icons (Apache-2.0, licence in icons/LICENSE), each a filled path on a grid of 24 by 24,
// because the toolkit recolours fills and never strokes. Gatehouse's own drawings are gate.svg, the bare arch for use
// inside the window, and gatehouse.svg, the mark with its ground, for the system's task bar.
package resources
