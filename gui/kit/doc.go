// Package kit is the window's own set of controls and containers: the theme with its two palettes, the icons, and the
// parts that pages are made of. It knows no account, no policy and no service; whatever a person reads comes in as a
// parameter, so translation stays with the caller.
//
// Terms. A token is a named colour or size of the design ("page", "text 2", "control height"). A ground is the colour
// that lies under a text. A ring is the accent outline that shows where the keyboard is; it is drawn on keyboard focus
// and never on a mouse click. A problem is a sentence under a field that says what to do.
//
// Invariants. Every control is reached and used by keyboard alone, by Tab, Space, Return and arrows. Colour never stands
// alone: beside it are an icon and a word. Nothing moves except the working ring, after half a second, and countdowns; the
// toolkit's own blinking cursor and fades go with the build tag no_animations.
// All sizes are logical units; the user's scale multiplies them in the toolkit, so no part computes with it (see
// SetScale). Every object reads its colours again when it is refreshed, so a change of theme reaches the open window.
//
// Threats. A secret lives in a field only while its form is open: PasswordField.Wipe empties the text, the selection and
// the undo history, and so do CodeField.Wipe and CodeList.Wipe with codes. A password cannot be cut, and is copied only
// through OnCopy, where the countdown of the clipboard begins.
// Go strings cannot be zeroed, so what was typed may stay in the process's memory until it is collected; the kit does not
// pretend otherwise.
package kit
