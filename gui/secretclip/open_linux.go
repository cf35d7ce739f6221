package secretclip

// Open gives the system's clipboard. Env gives a variable of the environment. It is
// ErrNoWay outside of X11.
func Open(env func(string) string) (Clipboard, error) {
	if !Asks(env) {
		return nil, ErrNoWay
	}
	return openX11(env("DISPLAY"))
}

// Asks tells whether Open would try: in a session of X11. In one of Wayland the
// windows of the toolkit are Wayland's, and the clipboard of X11 is another.
func Asks(env func(string) string) bool {
	return env("DISPLAY") != "" && env("WAYLAND_DISPLAY") == ""
}
