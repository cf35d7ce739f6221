package resources

import "embed"

// Translations are the texts of the window in every language, in the form of
// the toolkit's lang package. The English text is the key.
//
//go:embed translations/*.json
var Translations embed.FS
