// Package mail brings messages to the site's own relay (SMTP, RFC 5321): what its
// settings may be, how a message is written, how a failure is told, and when a message
// is tried again.
//
// # Terms
//
// The relay is the one server of the settings: what it takes it brings to the people.
// No other is looked for, by MX records or a proxy. A stage is one step of talking to
// it. A reply is what it says: a code, often an enhanced code (RFC 3463), and words. An
// attempt is one time that a message was handed to it.
//
// # Invariants
//
// The package keeps nothing: the queue is the caller's, and so are time and chance of
// Next. Each call makes its own connection and ends it. Every stage has an end, in time
// and in what the relay may say in it, and a context that ends closes the connection at
// once.
//
// A message is written whole, and found fit, before the relay is called. Once the relay
// has taken it, it is delivered, whatever happens to the connection after that. When the
// connection ends between the two, nobody knows (Error.Unsure); a later attempt has the
// same Message-ID, so that it can be told from a second message.
//
// TLS is as the settings say or there is no connection: a relay that stops offering it
// gets no message. Its certificate is always checked, against the site's own authorities
// when there are any, else against those of the system. A password goes over TLS, or to
// this machine itself.
//
// # Threats
//
// Someone between the site and its relay, who takes TLS out, puts words in before it, or
// shows a certificate of their own; someone whose name or address is to put a line into a
// header or a command; a relay that stalls, talks without end or repeats what it was told.
// What a relay says is kept as one short printable line, and not at all when a password
// or a code is found in it. What the relay does with the messages it takes is out of scope.
package mail
