// Package secretclip puts a secret on the system's clipboard in a form that asks
// the histories of clipboards to leave it out, and takes it back.
//
// # Terms
//
// A history is whatever keeps what was copied: that of Windows and its cloud,
// Klipper and its likes. Asking is all that can be done: a history that does not
// listen keeps the secret all the same. Ours is what Copy put on the clipboard last,
// as long as the same text is there; it need not be ours by right of who holds it,
// because some programs keep what others have copied.
//
// # How each system is asked
//
//   - Windows: the formats ExcludeClipboardContentFromMonitorProcessing,
//     CanIncludeInClipboardHistory and CanUploadToCloudClipboard beside the text, as
//     "Clipboard Formats" of Microsoft's documentation names them.
//   - X11: the target x-kde-passwordManagerHint with the value "secret" beside the
//     text. A connection of its own owns the selection CLIPBOARD and answers
//     whoever pastes, as the ICCCM (section 2) says. It is not the toolkit's, so a
//     window that pastes gets the text also when it belongs to the same process.
//   - Everywhere else there is no way, and Open says so: on Wayland only a window that
//     has the keyboard may copy; on macOS the types of nspasteboard.org would be one,
//     by calls that nobody could try out so far.
//
// The part for X11 is tested on a real X server. That for Windows was run under Wine
// (8.0), whose clipboard has no history: that one of Windows listens is its promise.
//
// # Invariants
//
// A text never lies on the clipboard without what asks histories: when one of the
// two cannot be had, Copy fails and neither is there. Clear takes away nothing that
// somebody else has copied, not even between its look and its act: the clipboard is
// held meanwhile (Windows), or the server compares the times (X11). What was kept of
// a secret is wiped when it is cleared; the system's own copy is not ours to wipe.
//
// # Threats
//
// Every program of the session can read the clipboard; that is what it is for. A
// program that asks for nonsense, floods with questions, or goes away before its
// answer comes, must not stop the clipboard from being cleared: questions wait in
// a queue of fixed length, one too many gets no answer, and every wait has an end.
package secretclip
