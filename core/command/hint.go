package command

import (
	"strings"

	"gatehouse/core/policy"
)

// usageText words what is wrong with a command line. kong offers names that are two
// letters away, however short they are, and all that begin with what was typed; only
// one that is near to it helps.
func usageText(err error) string {
	const offer = ", did you mean "
	text := err.Error()
	at := strings.LastIndex(text, offer)
	if at < 0 || !strings.HasSuffix(text, "?") {
		return sentence(text)
	}
	said, offered := text[:at], text[at+len(offer):]
	if name := nearest(said, offered); name != "" {
		return sentence(said) + " Did you mean " + name + "?"
	}
	return sentence(said)
}

// nearest is the one of the offered names, which stand in quotes, that is near to what
// was typed, or "".
func nearest(said, offered string) string {
	typed := said
	for _, before := range []string{"unknown flag ", "unexpected argument "} {
		typed = strings.TrimPrefix(typed, before)
	}
	flags := map[string]string{} // by their bare names
	var names []string
	for i, part := range strings.Split(offered, `"`) {
		if i%2 == 1 { // between quotes
			bare := strings.TrimLeft(part, "-")
			flags[bare] = part
			names = append(names, bare)
		}
	}
	return flags[policy.NearestName(strings.TrimLeft(typed, "-"), names)]
}
