package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/textproto"
	"os"
	"strings"
	"syscall"
	"time"
)

// explain says what an error at a stage means.
func (r relay) explain(ctx context.Context, v *veil, stage Stage, err error) *Error {
	e := &Error{Stage: stage}
	if ended := ended(ctx); ended != nil {
		e.Kind, e.cause, e.Detail = KindCancelled, ended, ended.Error()
		return e
	}
	if said, ok := errors.AsType[*textproto.Error](err); ok {
		e.Kind, e.Code = r.refusal(stage, said), said.Code
		if v.hides(said.Msg) {
			e.Withheld = true
			return e
		}
		number, words := enhanced(said.Code, said.Msg)
		e.Enhanced, e.Reply = number, oneLine(words)
		return e
	}
	e.Kind = failure(stage, err)
	if errors.Is(err, errRemote) {
		e.Problems = []Problem{{FieldSecurity, ReasonUnencrypted}}
	}
	if e.Certificate = distrusted(err, r.host); e.Certificate != nil {
		e.Kind = KindCertificate
	}
	if detail := err.Error(); !v.hides(detail) {
		e.Detail = oneLine(detail)
	}
	return e
}

// ended is the error of a context that has ended. A connection notices its deadline on its
// own, which can be a moment sooner than the context says so.
func ended(ctx context.Context) error {
	if end, ok := ctx.Deadline(); ok && ctx.Err() == nil && !time.Now().Before(end) {
		return context.DeadlineExceeded
	}
	return ctx.Err()
}

// Codes of replies with a meaning at every stage: RFC 5321, 4.2.3 and 3.8; RFC 4954,
// section 6; RFC 3207, section 4.
const (
	codeClosing    = 421
	codeNeedsFirst = 530
	// From codeRefused on, a reply says no.
	codeRefused = 400
)

// refusal is the kind of a reply that says no.
func (r relay) refusal(stage Stage, said *textproto.Error) Kind {
	switch {
	case said.Code < codeRefused:
		return KindNotSMTP
	case said.Code == codeClosing:
		return KindUnavailable
	case said.Code == codeNeedsFirst && r.security == SecurityNone && strings.Contains(strings.ToUpper(said.Msg), "TLS"):
		return KindNeedsTLS
	case said.Code == codeNeedsFirst:
		return KindSignIn
	}
	switch stage {
	case StageGreeting, StageHello:
		return KindUnavailable
	case StageTLS:
		return KindNoTLS
	case StageSignIn:
		return KindSignIn
	case StageSender:
		return KindSender
	case StageRecipient:
		return KindRecipient
	}
	return KindMessage
}

// failure is the kind of an error that is no reply.
func failure(stage Stage, err error) Kind {
	if stage == StageConnect {
		if _, ok := errors.AsType[*net.DNSError](err); ok {
			return KindNoHost
		}
		return KindUnreachable
	}
	if kind := refusedHere(err); kind != "" {
		return kind
	}
	timeout, isNet := errors.AsType[net.Error](err)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded) || isNet && timeout.Timeout():
		return KindSlow
	case errors.Is(err, errTooMuch) || isProtocol(err):
		return KindNotSMTP
	case isPlainAnswer(err):
		return KindNoTLS
	case stage == StageTLS:
		return KindTLS
	case isEnd(err):
		return KindBroken
	case stage == StageSignIn:
		return KindSignIn
	}
	return KindOther
}

// refusedHere is the kind of what this side goes no further for.
func refusedHere(err error) Kind {
	switch {
	case errors.Is(err, errNotOffered):
		return KindNoTLS
	case errors.Is(err, errNoSignIn):
		return KindSignIn
	case errors.Is(err, errRemote):
		return KindSettings
	case errors.Is(err, errNoUTF8):
		return KindUTF8
	}
	return ""
}

// isProtocol tells what cannot be read as a reply.
func isProtocol(err error) bool {
	_, ok := errors.AsType[textproto.ProtocolError](err)
	return ok
}

// isPlainAnswer tells a relay that answers TLS with something else.
func isPlainAnswer(err error) bool {
	_, ok := errors.AsType[tls.RecordHeaderError](err)
	return ok
}

// isEnd tells a connection that ended.
func isEnd(err error) bool {
	for _, end := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, syscall.ECONNRESET, syscall.EPIPE} {
		if errors.Is(err, end) {
			return true
		}
	}
	// Windows has numbers of its own for connections that ended.
	_, ok := errors.AsType[*net.OpError](err)
	return ok
}
