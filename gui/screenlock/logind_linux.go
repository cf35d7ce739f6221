package screenlock

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/godbus/dbus/v5"
)

// Names of org.freedesktop.login1(5).
const (
	loginName    = "org.freedesktop.login1"
	loginPath    = dbus.ObjectPath("/org/freedesktop/login1")
	loginManager = "org.freedesktop.login1.Manager"
	loginSession = "org.freedesktop.login1.Session"
	loginUser    = "org.freedesktop.login1.User"
	propActive   = "Active"
	propLocked   = "LockedHint"
)

// errNoSession is why logind has nothing to tell.
var errNoSession = errors.New("screenlock: logind knows no session of this program")

// logind is the system's keeper of sessions.
type logind struct {
	env  func(string) string
	tell func(Reason)

	mu sync.Mutex
	// session is the object of the own one, "" before it was found.
	session dbus.ObjectPath
	now     standing
	// news counts what was told of the session: an answer from before is not believed.
	news int
}

// standing is how a session stands, as far as it is known.
type standing struct{ active, locked truth }

// truth is a value that may be unknown.
type truth int

const (
	unknown truth = iota
	no
	yes
)

func truthOf(value bool) truth {
	if value {
		return yes
	}
	return no
}

func newLogind(env func(string) string, tell func(Reason)) *logind {
	return &logind{env: env, tell: tell}
}

func (*logind) source() Source  { return Logind }
func (*logind) names() []string { return []string{loginName} }

// rules ask for the signals of all sessions: which one is ours is known only later, and
// they are rare.
func (*logind) rules(name string) [][]dbus.MatchOption {
	from := dbus.WithMatchSender(name)
	return [][]dbus.MatchOption{
		{from, dbus.WithMatchInterface(loginSession), dbus.WithMatchMember("Lock")},
		{
			from, dbus.WithMatchInterface(busProperties), dbus.WithMatchMember("PropertiesChanged"),
			dbus.WithMatchPathNamespace(loginPath + "/session"), dbus.WithMatchArg(0, loginSession),
		},
		{from, dbus.WithMatchInterface(loginManager), dbus.WithMatchMember("PrepareForSleep"), dbus.WithMatchObjectPath(loginPath)},
	}
}

// look finds the own session and how it stands. A session that was locked while nobody
// listened is told of.
func (l *logind) look(ctx context.Context, conn *dbus.Conn) error {
	path, err := l.find(ctx, conn)
	if err != nil {
		return err
	}
	l.mu.Lock()
	if l.session != path {
		l.session, l.now = path, standing{}
	}
	l.mu.Unlock()
	for {
		l.mu.Lock()
		before := l.news
		l.mu.Unlock()
		found, err := readStanding(ctx, conn.Object(loginName, path))
		if err != nil {
			return err
		}
		if l.stands(found, before) {
			return nil
		}
	}
}

// stands takes an answer, unless something was told since the question.
func (l *logind) stands(found standing, before int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.news != before {
		return false
	}
	l.change(found)
	return true
}

// change takes over what is known now, and tells what that means. What was not known
// before is no change. The lock is held.
func (l *logind) change(to standing) {
	was := l.now
	if to.active != unknown {
		l.now.active = to.active
	}
	if to.locked != unknown {
		l.now.locked = to.locked
	}
	switch {
	case was.locked == no && to.locked == yes:
		l.tell(Locked)
	case was.active == yes && to.active == no:
		l.tell(Switched)
	}
}

// find asks for the object of the own session: that of the environment, that of this
// process, or the one that its user has on the screen, since programs of a desktop may run
// outside of any.
func (l *logind) find(ctx context.Context, conn *dbus.Conn) (dbus.ObjectPath, error) {
	manager := conn.Object(loginName, loginPath)
	var path dbus.ObjectPath
	var refused []error
	ask := func(method string, argument any) bool {
		err := manager.CallWithContext(ctx, loginManager+"."+method, dbus.FlagNoAutoStart, argument).Store(&path)
		refused = append(refused, err)
		return err == nil && path.IsValid()
	}
	if id := l.env("XDG_SESSION_ID"); id != "" && ask("GetSession", id) {
		return path, nil
	}
	if ask("GetSessionByPID", uint32(os.Getpid())) {
		return path, nil
	}
	value, err := property(ctx, conn.Object(loginName, loginPath+"/user/self"), loginUser, "Display")
	if shown, ok := value.([]any); err == nil && ok && len(shown) == 2 {
		if path, ok = shown[1].(dbus.ObjectPath); ok && path.IsValid() && path != "/" {
			return path, nil
		}
	}
	return "", errors.Join(errNoSession, errors.Join(append(refused, err)...))
}

// readStanding asks how a session stands. Not every logind has both.
func readStanding(ctx context.Context, session dbus.BusObject) (standing, error) {
	var found standing
	active, err := property(ctx, session, loginSession, propActive)
	if err != nil {
		return found, err
	}
	if value, ok := active.(bool); ok {
		found.active = truthOf(value)
	}
	locked, err := property(ctx, session, loginSession, propLocked)
	if value, ok := locked.(bool); ok && err == nil {
		found.locked = truthOf(value)
	}
	return found, ctx.Err()
}

// property asks for one value.
func property(ctx context.Context, object dbus.BusObject, of, name string) (any, error) {
	var value dbus.Variant
	err := object.CallWithContext(ctx, busProperties+".Get", dbus.FlagNoAutoStart, of, name).Store(&value)
	if err != nil {
		return nil, fmt.Errorf("screenlock: ask logind for %s: %w", name, err)
	}
	return value.Value(), nil
}

func (l *logind) heard(_ string, s *dbus.Signal) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	ours := l.session != "" && s.Path == l.session
	switch {
	case s.Name == loginManager+".PrepareForSleep" && s.Path == loginPath:
		if begins, ok := flag(s.Body); ok && begins {
			l.tell(Sleep)
		}
	case s.Name == loginSession+".Lock" && ours:
		l.tell(Locked)
	case s.Name == busProperties+".PropertiesChanged" && ours:
		return l.properties(s.Body)
	}
	return false
}

// properties takes a change of the own session, and tells whether something changed of
// which the value is not told.
func (l *logind) properties(body []any) bool {
	if len(body) != 3 {
		return false
	}
	of, named := body[0].(string)
	values, valued := body[1].(map[string]dbus.Variant)
	gone, listed := body[2].([]string)
	if !named || !valued || !listed || of != loginSession {
		return false
	}
	var to standing
	if value, ok := values[propActive].Value().(bool); ok {
		to.active = truthOf(value)
	}
	if value, ok := values[propLocked].Value().(bool); ok {
		to.locked = truthOf(value)
	}
	l.news++
	l.change(to)
	for _, name := range gone {
		if name == propActive || name == propLocked {
			return true
		}
	}
	return false
}
