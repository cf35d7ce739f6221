// Package windows makes and uses passkeys by the system's own dialog, "Windows
// Security", through webauthn.dll, without cgo. It is a passkey.Provider on Windows and
// says that it is not here on all other systems.
//
// # Terms
//
// The API version is the number that WebAuthNGetApiVersionNumber gives. Each structure
// has a version of its own: the system reads and writes no field that is newer than the
// version that stands at its beginning. An HRESULT is how a call ended.
//
// # Invariants
//
// The library is loaded from the system's folder alone. What is asked for has the form
// that this program asks in (a passkey that can be found without a name, a verified
// person, no attestation); other options are refused before anything is shown. The
// system runs the dialog on a thread of its own and is given memory that does not move
// until the call is over. What it gives back is copied and given back to it; no field is
// read that its version does not have.
//
// Whatever ends the wait (the caller's context, Close, the time limit), the dialog is
// told to go. Errors have a number of the system in them and nothing of an answer.
package windows
