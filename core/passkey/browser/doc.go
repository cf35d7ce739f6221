// Package browser makes or uses one passkey in the person's own browser: a server on
// loopback that lives for one ceremony, and the page that it shows.
//
// # Terms
//
// A ceremony is one call of navigator.credentials.create or get, and what the site
// says to its answer. The launch token opens the page, once; the finish token stands
// in the page alone and comes back with the answer. The origin is what the browser
// signs: http://localhost with the port of this ceremony.
//
// # Invariants
//
// Nobody but this server answers at its port on loopback, in both families, or
// another port is taken. A request is answered when it comes from the same account of
// the system (Linux), names the origin's host to the letter and brings the token of
// its step. The page opens once and is finished once. Whatever ends the ceremony
// (its answer, the page, the caller, the timer) closes the port. What finish has said
// is the outcome, even where the time was up while it ran.
//
// Tokens do not show themselves when they are printed or logged. The link does, so it
// goes into a file of the person's own (RedirectFile), not on a command line. A browser
// may note it among the pages visited, before the page can put another address in its
// place: it is spent by then, and its port is closed soon.
//
// The Provider is all this for a caller that knows the package passkey alone.
//
// # Threats
//
// Other accounts of the same computer; other pages in the same browser, also such as
// come from other ports of localhost or by a name that leads to 127.0.0.1 (DNS
// rebinding). Programs that run as the same person are out of scope.
package browser
