package gui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"gatehouse/core"
	"gatehouse/resources"
)

// loadTranslations makes the texts of all languages known to the toolkit.
func loadTranslations() {
	if err := lang.AddTranslationsFS(resources.Translations, "translations"); err != nil {
		fyne.LogError("the translations could not be read, the window speaks English", err)
	}
}

// tr translates a text of the window. The English text is the key.
func tr(key string) string { return lang.L(key) }

// trf translates a text with values: pairs of a name in the template and what
// stands for it.
func trf(key string, pairs ...any) string { return lang.L(key, named(pairs)) }

// trn translates a text that depends on a number, which the template calls N.
func trn(key string, n int, pairs ...any) string {
	values := named(pairs)
	values["N"] = n
	return lang.N(key, n, values)
}

// named makes the pairs a map.
func named(pairs []any) map[string]any {
	values := make(map[string]any, len(pairs)/2+1)
	for i := 0; i+1 < len(pairs); i += 2 {
		values[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return values
}

// words translates a text that core wrote.
func words(t core.Text) string {
	if t.Key == "" {
		return ""
	}
	if t.Args == nil {
		return lang.L(t.Key)
	}
	return lang.L(t.Key, t.Args)
}

// problemWords translates an error for people.
func problemWords(err error) string {
	problems := core.ProblemsOf(err)
	if len(problems) == 0 {
		return tr("Something unexpected happened and nothing was changed.")
	}
	return words(problems[0].Text)
}
