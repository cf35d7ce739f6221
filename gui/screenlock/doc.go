// Package screenlock tells when nobody is before the screen any more: it was locked,
// another user of the computer has it, or the computer goes to sleep.
//
// # How each system tells
//
//   - Linux: logind on the system bus (the signals Lock of the own session,
//     PropertiesChanged of its Active and LockedHint, and PrepareForSleep of the manager,
//     "org.freedesktop.login1(5)"), and on the session bus the signal ActiveChanged of the
//     screen savers of freedesktop.org, GNOME, MATE, Cinnamon and Xfce.
//   - Windows: WM_WTSSESSION_CHANGE and WM_POWERBROADCAST to a window that is never shown.
//   - macOS: the distributed notification com.apple.screenIsLocked, and of NSWorkspace those
//     of a session that is not active any more and of the sleep that comes. Nobody could try
//     that so far.
//
// Nothing is asked again and again: what is not told is not heard. Where a part of it is
// missing the rest is heard, and the log says which is which.
//
// # Whom to believe
//
// A signal of D-Bus counts when its sender owns the name of the service: the bus itself
// stamps each message with its sender, and tells who owns a name. Signals that come past
// the rules, addressed to this program alone, are held against the same. On the system bus
// the name of logind is for root alone. On the session bus any program of the same user may
// take the name of a screen saver that does not run, as it may send the messages of Windows
// to our window: all that it gets by that is a locked window.
//
// # Invariants
//
// What is told is never to unlock anything. The system is never kept waiting: a cause that
// nobody has taken yet is not followed by another one, and one is enough to lock.
package screenlock
