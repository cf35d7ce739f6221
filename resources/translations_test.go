package resources_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"
)

// A translation is one text's value in a language file: a plain text, or one text for each plural form.
type translation struct {
	plural bool
	forms  map[string]string // a plain text is the form "other"
}

// readTranslations reads a language file. Unlike json.Unmarshal it refuses a key that is there twice.
func readTranslations(data []byte) (map[string]translation, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	all := map[string]translation{}
	err := eachMember(decoder, func(key string) error {
		if _, twice := all[key]; twice {
			return fmt.Errorf("%q is there twice", key)
		}
		value, err := readTranslation(decoder)
		if err != nil {
			return fmt.Errorf("%q: %w", key, err)
		}
		all[key] = value
		return nil
	})
	if err == nil && decoder.More() {
		err = errors.New("something follows the object")
	}
	return all, err
}

// eachMember reads one object and calls member after each key, which has to read the value.
func eachMember(decoder *json.Decoder, member func(key string) error) error {
	opening, err := decoder.Token()
	if err != nil {
		return err
	}
	if opening != json.Delim('{') {
		return fmt.Errorf("%v is no object", opening)
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		if err := member(fmt.Sprint(key)); err != nil {
			return err
		}
	}
	_, err = decoder.Token()
	return err
}

func readTranslation(decoder *json.Decoder) (translation, error) {
	var raw json.RawMessage
	if err := decoder.Decode(&raw); err != nil {
		return translation{}, err
	}
	if !bytes.HasPrefix(raw, []byte("{")) {
		var text string
		err := json.Unmarshal(raw, &text)
		return translation{forms: map[string]string{"other": text}}, err
	}
	value := translation{plural: true, forms: map[string]string{}}
	inner := json.NewDecoder(bytes.NewReader(raw))
	err := eachMember(inner, func(form string) error {
		if !slices.Contains([]string{"zero", "one", "two", "few", "many", "other"}, form) {
			return fmt.Errorf("%q is no plural form", form)
		}
		if _, twice := value.forms[form]; twice {
			return fmt.Errorf("form %q is there twice", form)
		}
		var text string
		err := inner.Decode(&text)
		value.forms[form] = text
		return err
	})
	return value, err
}

// writeTranslations is the inverse of readTranslations, with sorted keys and the signs < > & as they are.
func writeTranslations(all map[string]translation) ([]byte, error) {
	plain := map[string]any{}
	for key, value := range all {
		if value.plural {
			plain[key] = value.forms
		} else {
			plain[key] = value.forms["other"]
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(plain)
	return out.Bytes(), err
}

// reserved are the words that the language library takes for parts of a message, so that none can be a key.
func reserved(key string) bool {
	return slices.Contains([]string{
		"id", "description", "hash", "leftdelim", "rightdelim", "zero", "one", "two", "few", "many", "other", "translation",
	}, strings.ToLower(key))
}

// fields lists the values that a template names, such as Min in "At least {{.Min}} characters", each once.
func fields(text string) []string {
	var names []string
	for _, action := range regexp.MustCompile(`\{\{.*?\}\}`).FindAllString(text, -1) {
		for _, field := range regexp.MustCompile(`\.\w+`).FindAllString(action, -1) {
			names = append(names, field[1:])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// checkForms says what is wrong with the texts of one key in any language.
func checkForms(key string, value translation) []string {
	var complaints []string
	if reserved(key) {
		complaints = append(complaints, fmt.Sprintf("%q is a word of the language library; say more, as in “Item description”", key))
	}
	known := fields(key)
	for _, form := range slices.Sorted(maps.Keys(value.forms)) {
		text := value.forms[form]
		if _, err := template.New("").Parse(text); err != nil {
			complaints = append(complaints, fmt.Sprintf("%q, form %s: %v", key, form, err))
		}
		for _, field := range fields(text) {
			if !slices.Contains(known, field) {
				complaints = append(complaints, fmt.Sprintf("%q, form %s: {{.%s}} is not in the key", key, form, field))
			}
		}
	}
	return complaints
}

// checkEnglish compares the English file with the texts of the program.
func checkEnglish(texts []use, english map[string]translation) []string {
	var complaints []string
	plural := map[string]bool{}
	used := map[string]bool{}
	for _, text := range texts {
		if used[text.key] && plural[text.key] != text.plural {
			complaints = append(complaints, fmt.Sprintf("%s: %q is used both with and without plural forms", text.at, text.key))
		}
		used[text.key], plural[text.key] = true, text.plural
		value, ok := english[text.key]
		switch {
		case text.key == "":
			complaints = append(complaints, text.at+": an empty text")
		case !ok:
			complaints = append(complaints, fmt.Sprintf("%s: %q is missing", text.at, text.key))
		case value.plural != text.plural:
			complaints = append(complaints, fmt.Sprintf("%s: %q: plural forms %v in the file, %v here", text.at, text.key, value.plural, text.plural))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(english)) {
		value := english[key]
		if !used[key] {
			complaints = append(complaints, fmt.Sprintf("%q is not used", key))
		}
		// The key is the English text. Were they two, a person would read one and a developer the other.
		if value.forms["other"] != key {
			complaints = append(complaints, fmt.Sprintf("%q says %q", key, value.forms["other"]))
		}
		one, other := value.forms["one"], value.forms["other"]
		if value.plural && (len(value.forms) != 2 || one == "" || one == other) {
			complaints = append(complaints, fmt.Sprintf("%q needs a form “one”, said of a single thing, beside “other”", key))
		}
		complaints = append(complaints, checkForms(key, value)...)
	}
	return complaints
}

// checkWords holds the English to the project's way of speaking: no blame, no shouting, no words of the trade.
func checkWords(key string) []string {
	var complaints []string
	words := regexp.MustCompile(`(?i)\b(invalid|failed to|you must|sessions?|credentials?|totp)\b|!`)
	bare := regexp.MustCompile(`\{\{.*?\}\}`).ReplaceAllString(key, "")
	for _, word := range words.FindAllString(bare, -1) {
		complaints = append(complaints, fmt.Sprintf("%q says %q; say what is, then what to do, in plain words", key, word))
	}
	return complaints
}

// updated returns the English file with the texts of the program: new ones added, unused ones left out. A new text with
// plural forms gets its key in both, and stays a complaint until somebody writes the form for one.
func updated(texts []use, english map[string]translation) map[string]translation {
	next := map[string]translation{}
	for _, text := range texts {
		value, ok := english[text.key]
		if !ok || value.plural != text.plural {
			value = translation{plural: text.plural, forms: map[string]string{"other": text.key}}
			if text.plural {
				value.forms["one"] = text.key
			}
		}
		next[text.key] = value
	}
	return next
}

const englishFile = "translations/en.json"

var update = flag.Bool("update", false, "write the texts of the program into "+englishFile)

func TestEnglishTexts(t *testing.T) {
	texts, unreadable := programTexts(t, "../gui", "../core")
	for _, complaint := range unreadable {
		t.Error(complaint)
	}
	data, err := os.ReadFile(englishFile)
	if err != nil {
		t.Fatal(err)
	}
	english, err := readTranslations(data)
	if err != nil {
		t.Fatalf("%s: %v", englishFile, err)
	}
	if *update {
		english = updated(texts, english)
		if data, err = writeTranslations(english); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(englishFile, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, complaint := range checkEnglish(texts, english) {
		t.Error(complaint)
	}
	for _, key := range slices.Sorted(maps.Keys(english)) {
		for _, complaint := range checkWords(key) {
			t.Error(complaint)
		}
	}
	if t.Failed() {
		t.Log("new and unused texts are settled by: make translations")
	}
}

// TestOtherLanguages checks that every other language translates texts that there are. One may lack some: the English
// is shown then.
func TestOtherLanguages(t *testing.T) {
	data, err := os.ReadFile(englishFile)
	if err != nil {
		t.Fatal(err)
	}
	english, err := readTranslations(data)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("translations/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("language files: %v, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		language, err := readTranslations(data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for key, value := range language {
			if _, ok := english[key]; !ok {
				t.Errorf("%s: %q is not an English text", file, key)
			}
			for _, complaint := range checkForms(key, value) {
				t.Errorf("%s: %s", file, complaint)
			}
		}
	}
}

// TestTranslationFaultsAreFound shows that each check notices its fault.
func TestTranslationFaultsAreFound(t *testing.T) {
	save := use{key: "Save", at: "page.go:1"}
	devices := use{key: "{{.N}} devices", plural: true, at: "page.go:2"}
	tests := []struct {
		name, json, complaint string
		texts                 []use
	}{
		{"all is well", `{"Save": "Save", "{{.N}} devices": {"one": "1 device", "other": "{{.N}} devices"}}`, "", []use{save, devices}},
		{"missing", `{}`, "is missing", []use{save}},
		{"unused", `{"Save": "Save", "Old": "Old"}`, `"Old" is not used`, []use{save}},
		{"twice", `{"Save": "Save", "Save": "Save"}`, `"Save" is there twice`, []use{save}},
		{"form twice", `{"{{.N}} devices": {"one": "1", "one": "2", "other": "x"}}`, `form "one" is there twice`, []use{devices}},
		{"no plural form", `{"{{.N}} devices": {"single": "1"}}`, `"single" is no plural form`, []use{devices}},
		{"reworded", `{"Save": "Store"}`, `"Save" says "Store"`, []use{save}},
		{"not a template", `{"Save {{": "Save {{"}`, "form other", []use{{key: "Save {{"}}},
		{"a value that is not given", `{"{{.N}} devices": {"one": "{{.Name}}", "other": "{{.N}} devices"}}`, "{{.Name}} is not in the key", []use{devices}},
		{"plural in the file alone", `{"Save": {"one": "a", "other": "Save"}}`, "plural forms true in the file, false here", []use{save}},
		{"plural in the program alone", `{"{{.N}} devices": "{{.N}} devices"}`, "plural forms false in the file, true here", []use{devices}},
		{"both ways", `{"Save": "Save"}`, "both with and without", []use{save, {key: "Save", plural: true}}},
		{"one as many", `{"{{.N}} devices": {"one": "{{.N}} devices", "other": "{{.N}} devices"}}`, "needs a form “one”", []use{devices}},
		{"reserved", `{"Other": "Other"}`, "word of the language library", []use{{key: "Other"}}},
		{"empty", `{"": ""}`, "an empty text", []use{{key: ""}}},
		{"a list", `["Save"]`, "is no object", []use{save}},
		{"more than one object", `{"Save": "Save"} {}`, "something follows", []use{save}},
		{"cut off", `{"Save": "Sa`, "unexpected EOF", []use{save}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var complaints []string
			english, err := readTranslations([]byte(test.json))
			if err != nil {
				complaints = []string{err.Error()}
			} else {
				complaints = checkEnglish(test.texts, english)
			}
			all := strings.Join(complaints, "\n")
			if (test.complaint == "") != (all == "") || !strings.Contains(all, test.complaint) {
				t.Errorf("complaints %q, want %q", all, test.complaint)
			}
		})
	}
}

func TestWords(t *testing.T) {
	for key, plain := range map[string]bool{
		"At least {{.Min}} characters":        true,
		"Sign out of all other devices":       true,
		"Leave out “{{.Part}}”":               true,
		"{{if not .Session}}No device{{end}}": true,
		"Invalid name":                        false,
		"You must type a name":                false,
		"Saved!":                              false,
		"Your sessions":                       false,
		"TOTP code":                           false,
	} {
		if complaints := checkWords(key); (len(complaints) == 0) != plain {
			t.Errorf("%q: %q", key, complaints)
		}
	}
}

// TestUpdate shows that an update adds, removes and keeps, and that what it wrote reads the same again.
func TestUpdate(t *testing.T) {
	before, err := readTranslations([]byte(`{"Old": "Old", "{{.N}} <devices>": {"one": "1 device", "other": "{{.N}} <devices>"}}`))
	if err != nil {
		t.Fatal(err)
	}
	texts := []use{{key: "{{.N}} <devices>", plural: true}, {key: "New & good"}, {key: "{{.N}} accounts", plural: true}}
	data, err := writeTranslations(updated(texts, before))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "New & good": "New & good",
  "{{.N}} <devices>": {
    "one": "1 device",
    "other": "{{.N}} <devices>"
  },
  "{{.N}} accounts": {
    "one": "{{.N}} accounts",
    "other": "{{.N}} accounts"
  }
}
`
	if string(data) != want {
		t.Errorf("wrote\n%s", data)
	}
	after, err := readTranslations(data)
	if err != nil {
		t.Fatal(err)
	}
	if complaints := checkEnglish(texts, after); len(complaints) != 1 || !strings.Contains(complaints[0], "accounts\" needs a form “one”") {
		t.Errorf("complaints %q, want that the new plural is not finished", complaints)
	}
}
