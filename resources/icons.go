package resources

import (
	"embed"
	"fmt"
)

//go:embed icons/*.svg icons/LICENSE
var icons embed.FS

// IconFile returns the SVG text of an icon by its file name without the ending. The error names an icon that is not
// embedded.
func IconFile(name string) ([]byte, error) {
	file, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil, fmt.Errorf("icon %q: %w", name, err)
	}
	return file, nil
}
