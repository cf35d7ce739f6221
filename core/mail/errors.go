package mail

import (
	"fmt"
	"strings"
)

// Kind is why a message was not delivered.
type Kind string

// What is wrong with what was to be done. The relay is not called then.
const (
	// KindSettings: the settings cannot be used; Problems tell why.
	KindSettings Kind = "settings"
	// KindInvalid: the message cannot be sent as it is; Problems tell why.
	KindInvalid Kind = "invalid"
	// KindCancelled: the caller's context ended.
	KindCancelled Kind = "cancelled"
)

// What is wrong with the way to the relay.
const (
	// KindNoHost: there is no machine of that name, or no answer about it.
	KindNoHost Kind = "no_host"
	// KindUnreachable: nothing answers at the address and port.
	KindUnreachable Kind = "unreachable"
	// KindSlow: it is connected, but an answer did not come in time.
	KindSlow Kind = "slow"
	// KindBroken: the connection ended before the answer.
	KindBroken Kind = "broken"
	// KindNotSMTP: what answers does not talk SMTP.
	KindNotSMTP Kind = "not_smtp"
	// KindUnavailable: the relay turns the connection away.
	KindUnavailable Kind = "unavailable"
)

// What is wrong with how the relay is talked to.
const (
	// KindNoTLS: the relay does not offer the TLS that the settings ask for.
	KindNoTLS Kind = "no_tls"
	// KindNeedsTLS: the relay wants TLS, and the settings have none.
	KindNeedsTLS Kind = "needs_tls"
	// KindTLS: the two do not agree on how TLS is talked.
	KindTLS Kind = "tls"
	// KindCertificate: the relay's certificate is not trusted; Certificate tells more.
	KindCertificate Kind = "certificate"
	// KindSignIn: the relay takes neither name nor password, takes none at all (Code is
	// 0), or asks for them.
	KindSignIn Kind = "sign_in"
	// KindSender: the relay does not take mail from the site's address.
	KindSender Kind = "sender"
)

// What is wrong with one message.
const (
	// KindRecipient: the relay does not take mail for this address.
	KindRecipient Kind = "recipient"
	// KindUTF8: the address has letters that the relay cannot take (RFC 6531).
	KindUTF8 Kind = "utf8"
	// KindMessage: the relay does not take the message itself.
	KindMessage Kind = "message"
	// KindOther: none of these; Detail tells more.
	KindOther Kind = "other"
)

// Stage is a step of talking to the relay.
type Stage string

// The stages, in their order.
const (
	StageConnect   Stage = "connect"
	StageGreeting  Stage = "greeting"
	StageHello     Stage = "hello"
	StageTLS       Stage = "tls"
	StageSignIn    Stage = "sign_in"
	StageSender    Stage = "sender"
	StageRecipient Stage = "recipient"
	StageData      Stage = "data"
	StageMessage   Stage = "message" // until the relay has said whether it takes it
)

// Error is why a message was not delivered. It is without passwords and codes, and
// everything in it is printable.
type Error struct {
	Kind Kind
	// Stage is where it happened, "" before the first.
	Stage Stage
	// Code is the relay's, 0 when it said nothing. 4xx is for now, 5xx for good (RFC
	// 5321, 4.2.1). Enhanced is as "5.1.1", or "" (RFC 3463).
	Code     int
	Enhanced string
	// Reply are the relay's words without the codes, in one line of at most 200
	// characters. They are left out and Withheld is set when a password or a code is
	// found in them.
	Reply    string
	Withheld bool
	// Detail is the technical reason when the relay said nothing, for the log.
	Detail string
	// Certificate is the relay's, for KindCertificate.
	Certificate *Certificate
	// Problems are those of KindSettings and KindInvalid.
	Problems []Problem
	// Unsure reports that the whole message was handed over and the answer never came: it
	// may have been delivered.
	Unsure bool

	cause error // that of the context
}

// Error says what happened, in English, for the log.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "mail: %s", e.Kind)
	if e.Stage != "" {
		fmt.Fprintf(&b, " at %s", e.Stage)
	}
	var said []string
	if e.Code != 0 {
		said = append(said, fmt.Sprint(e.Code))
	}
	for _, p := range e.Problems {
		said = append(said, fmt.Sprintf("%s %s", p.Field, p.Reason))
	}
	for _, part := range []string{e.Enhanced, e.Reply, e.Detail} {
		if part != "" {
			said = append(said, part)
		}
	}
	if len(said) > 0 {
		b.WriteString(": " + strings.Join(said, " "))
	}
	return b.String()
}

// Unwrap gives the error of the caller's context, for KindCancelled.
func (e *Error) Unwrap() error { return e.cause }

// Temporary reports what passes by itself: the relay says so, or cannot be talked to.
func (e *Error) Temporary() bool {
	switch e.Kind {
	case KindCancelled, KindNoHost, KindUnreachable, KindSlow, KindBroken:
		return true
	}
	return e.Code >= 400 && e.Code < 500
}

// OfRelay reports what no message is to blame for: each would fare alike until the relay
// or the settings are mended.
func (e *Error) OfRelay() bool {
	switch e.Kind {
	case KindInvalid, KindRecipient, KindUTF8, KindMessage, KindOther:
		return false
	}
	return true
}

// Retry reports that the message may be delivered later as it is, so that a queue keeps it.
func (e *Error) Retry() bool { return e.Temporary() || e.OfRelay() }

// forOthers is the error as it stands for messages that were not tried because of it.
func (e *Error) forOthers() *Error {
	other := *e
	other.Unsure = false
	return &other
}
