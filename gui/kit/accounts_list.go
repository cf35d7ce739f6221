package kit

// FocusQuietly puts the keyboard into the list as a click would: the ring comes with the first key. It is for a page that
// has just been opened, perhaps by mouse.
func (l *List) FocusQuietly() { l.takePointerFocus() }
