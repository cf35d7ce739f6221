package kit

// Words are the few words that controls say by themselves. The window passes them in, translated.
type Words struct {
	Optional   string // after a label: "optional"
	Reveal     string // name of the eye: "Show password"
	Conceal    string // name of the crossed eye: "Hide password"
	Copy       string // name of the copy button: "Copy"
	CapsLockOn string // under a password: "Caps Lock is on"
	On, Off    string // beside a switch
	Clear      string // name of the button that empties the search
}
