// Package gui is the window. It shows what core decides and asks core to act;
// no rule of the site stands here.
//
// # How a page works
//
// A page is built once. Its load fetches through background, the one place
// that starts goroutines and comes back to the window's own; its show paints
// what came. What comes too late, because something newer was asked for, is
// dropped there. Widgets and dialogs tell what a person wants; the page calls
// the use case.
//
// # Screens
//
// The window shows one screen at a time: opening, first run, the site's key,
// sign-in, the code or the answer that follows the password, what the sign-in asks to
// be set up, the shell with its pages, or the lock. Only the shell and
// the lock hold a session. When core says that the session is over, the sign-in
// comes back. A sign-in that goes from one screen to the next keeps the password in
// core; one that is left gives it up.
//
// What concerns every page stands above all of them in the shell: that the
// computer's clock is not believed, and that the code for emergencies was used.
//
// # Nobody there
//
// Every key, button and move of the pointer is noted before the toolkit gets it.
// The window tells core every second and a half when the last one was; core says
// whether the session still lives, when it locks for want of use, and when it is
// time to warn. A session that was ended elsewhere is gone within two seconds.
// A limit that was told once holds on when the store cannot be asked.
//
// # What the lock takes away
//
// The lock, by hand or for want of use, closes every dialog and wipes every
// password that was typed; a copied secret leaves the clipboard. Two things it only
// hides, and whoever they belong to has them back after unlocking in the same
// session. A secret that is shown once and that nobody has passed on or stored, such
// as a first password, recovery codes or a code for emergencies, is nowhere else. And what was
// typed in the policy editor or in the form of an account is work: the form waits
// as it was, without a password that was tried in it. What was saved while the
// window was locked does not come back, and nobody gets a form that the role does
// not reach to any more. Both stay in memory for that long, like the keys of the
// site do. Signing out at the lock and closing the window ask before they are lost,
// and do not say what it is to whoever stands before the lock; when the session
// ends elsewhere, the sign-in says that they are gone. When the system ends the
// program nobody is asked.
//
// # The end
//
// However the program ends, a copied secret of ours leaves the clipboard, the
// session ends and the store is closed: before the toolkit's window goes when a
// person closes it or the terminal hangs up, and after the toolkit has ended by
// itself when the system asks the program to end.
//
// # The clipboard
//
// A secret goes past the toolkit where the system's clipboard has a way to ask
// histories to leave it out (package secretclip), else through the toolkit. Past it,
// other programs may keep us waiting, so that it happens off the window's goroutine,
// one thing after the other: whoever clears before a secret has arrived, clears it
// all the same. What cannot be cleared for another program is tried again.
//
// # Where a text goes
//
// A problem of a field stands beside the field. What could not be loaded is said
// in the page, with a way to try again. An act that failed is said in a dialog,
// and what was typed stays.
package gui
