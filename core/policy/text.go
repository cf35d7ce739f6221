package policy

import (
	"fmt"
	"strings"
	"text/template"
)

// Text is a sentence for a person, kept apart from its language.
//
// Key is the English sentence in text/template syntax, such as
// "At least {{.Min}} characters"; it is at the same time the key under which a
// translation is found. Args are the values its fields name; they are data and
// never read as a template, so a name or a password cannot change the sentence.
// A translator hands Key and Args to its own catalogue; everything else prints
// the English by String.
//
// Text holds no secret and may be logged.
type Text struct {
	Key  string
	Args map[string]any
}

// Say makes a Text from an English template and pairs of a name and a value:
//
//	Say("At least {{.Min}} characters", "Min", 15)
//
// It panics when a name has no value or is no string, as that is a mistake in
// the program and not in its input.
func Say(key string, kv ...any) Text {
	if len(kv)%2 != 0 {
		panic("policy: Say with a name and no value: " + key)
	}
	if len(kv) == 0 {
		return Text{Key: key}
	}
	args := make(map[string]any, len(kv)/2)
	for i := 0; i < len(kv); i += 2 {
		name, ok := kv[i].(string)
		if !ok {
			panic(fmt.Sprintf("policy: Say with a name of type %T: %s", kv[i], key))
		}
		args[name] = kv[i+1]
	}
	return Text{Key: key, Args: args}
}

// say is Say under the name by which the translation test finds keys.
func say(key string, kv ...any) Text { return Say(key, kv...) }

// IsZero reports whether there is nothing to say.
func (t Text) IsZero() bool { return t.Key == "" }

// String returns the English sentence. Equal texts give equal strings. A key
// that is no template, or that names a value Args lacks, is returned as it
// stands: a sentence with visible gaps is better than none.
func (t Text) String() string {
	if !strings.Contains(t.Key, "{{") {
		return t.Key
	}
	parsed, err := template.New("").Option("missingkey=error").Parse(t.Key)
	if err != nil {
		return t.Key
	}
	args := t.Args
	if args == nil {
		args = map[string]any{}
	}
	var b strings.Builder
	if err := parsed.Execute(&b, args); err != nil {
		return t.Key
	}
	return b.String()
}
