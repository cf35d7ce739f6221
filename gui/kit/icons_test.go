package kit

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"gatehouse/resources"
)

// iconNames reads the constants of icons.go, so that a new one cannot be forgotten here.
func iconNames(t *testing.T) map[string]IconName {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "icons.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]IconName{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if value, ok := spec.Values[0].(*ast.BasicLit); ok && value.Kind == token.STRING {
			text, err := strconv.Unquote(value.Value)
			if err != nil {
				t.Fatal(err)
			}
			names[spec.Names[0].Name] = IconName(text)
		}
		return true
	})
	return names
}

func TestEveryIconIsEmbeddedAndTakesColour(t *testing.T) {
	app := inTheme(t, Light)
	names := iconNames(t)
	if len(names) < 60 {
		t.Fatalf("found only %d icons", len(names))
	}
	for constant, name := range names {
		file, err := resources.IconFile(string(name))
		if err != nil {
			t.Errorf("%s: %v", constant, err)
			continue
		}
		if !bytes.Contains(file, []byte(`viewBox="0 0 24 24"`)) || bytes.Contains(file, []byte("stroke")) {
			t.Errorf("%s: want filled paths on a grid of 24", constant)
		}
		app.Settings().SetTheme(NewTheme(Light))
		light := IconColoured(name, ColorDanger).Content()
		if !bytes.Contains(bytes.ToLower(light), []byte("#af241c")) {
			t.Errorf("%s: the light palette's danger colour is not in it", constant)
		}
		app.Settings().SetTheme(NewTheme(Dark))
		if dark := IconColoured(name, ColorDanger).Content(); bytes.Equal(light, dark) {
			t.Errorf("%s: looks the same in both palettes", constant)
		}
	}
}

// TestIconFollowsTheTheme: one resource that has been drawn gives what the toolkit's own would give, in each theme.
func TestIconFollowsTheTheme(t *testing.T) {
	app := test.NewTempApp(t)
	icon := IconColoured(IconLock, ColorDanger)
	file, err := resources.IconFile(string(IconLock))
	if err != nil {
		t.Fatal(err)
	}
	toolkits := theme.NewColoredResource(fyne.NewStaticResource("lock.svg", file), ColorDanger)
	for _, v := range []Variant{Light, Dark, Light, Light} {
		app.Settings().SetTheme(NewTheme(v))
		if !bytes.Equal(icon.Content(), toolkits.Content()) {
			t.Errorf("the icon in theme %v is %s", v, icon.Content())
		}
	}
}

// TestStateIconsDifferInOutline keeps good, attention and danger apart without colour.
func TestStateIconsDifferInOutline(t *testing.T) {
	test.NewTempApp(t)
	seen := map[string]IconName{}
	for _, name := range []IconName{IconCheckCircle, IconAlertTriangle, IconAlertOctagon, IconInfo, IconMinusCircle, IconCloseCircle} {
		content := string(Icon(name).Content())
		if other, ok := seen[content]; ok {
			t.Errorf("%s and %s look alike", name, other)
		}
		seen[content] = name
	}
}

func TestUnknownIconShowsAsBroken(t *testing.T) {
	inTheme(t, Light)
	if _, err := resources.IconFile("no-such-icon"); err == nil {
		t.Error("no error for a missing icon")
	}
	if got := Icon("no-such-icon"); got == nil || len(got.Content()) == 0 {
		t.Error("a missing icon leaves nothing to draw")
	}
}

func TestLogoLooks(t *testing.T) {
	pictures(t, "logo", 180, 92, func() fyne.CanvasObject {
		return HBox(Gap16, NewLogo(44), NewLogo(30), NewGlyph(IconKey, ColorText, IconSize))
	})
	if len(AppIcon().Content()) == 0 {
		t.Error("no icon for the task bar")
	}
}
