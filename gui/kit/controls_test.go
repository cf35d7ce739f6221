package kit

import (
	"testing"

	"fyne.io/fyne/v2"
)

var testWords = Words{
	Optional: "optional", Reveal: "Show password", Conceal: "Hide password", Copy: "Copy",
	CapsLockOn: "Caps Lock is on", On: "On", Off: "Off", Clear: "Clear",
}

// captioned puts a caption under an object, as the design's sheet does.
func captioned(caption string, o fyne.CanvasObject) fyne.CanvasObject {
	return VBox(Gap8, HBox(0, o), CaptionText(caption))
}

func TestButtonsLook(t *testing.T) {
	pictures(t, "buttons", 760, 190, func() fyne.CanvasObject {
		save := func() *Button { return NewButton(ButtonSpec{Text: "Save", Kind: Primary}) }
		hover, pressed, focus, disabled, working := save(), save(), save(), save(), save()
		hover.hovered = true
		pressed.hovered, pressed.down = true, true
		focus.focused = true
		disabled.Disable()
		working.SetWorking("Saving")
		gear := NewButton(ButtonSpec{Text: "Settings", Icon: IconGear, Kind: IconOnly})
		gear.focused = true
		low := NewButton(ButtonSpec{Text: "Generate password", Icon: IconMagic, Kind: Low})
		return VBox(Gap16,
			HBox(Gap16, captioned("Rest", save()), captioned("Hover", hover), captioned("Pressed", pressed),
				captioned("Focus", focus), captioned("Disabled", disabled), captioned("Working", working), captioned("Low", low)),
			HBox(Gap16,
				captioned("Tonal", NewButton(ButtonSpec{Text: "Cancel"})),
				captioned("In a row", NewButton(ButtonSpec{Text: "Sign out", Row: true})),
				captioned("Low", NewButton(ButtonSpec{Text: "Show all", Kind: Low})),
				captioned("Danger, in dialogs only", NewButton(ButtonSpec{Text: "Delete account", Icon: IconTrash, Kind: Danger})),
				captioned("Icon", NewButton(ButtonSpec{Text: "More", Icon: IconDots, Kind: IconOnly})),
				captioned("Icon, focus", gear), captioned("Link", NewLink("See all rules", nil)),
			))
	})
}

func TestFieldsLook(t *testing.T) {
	pictures(t, "fields", 640, 500, func() fyne.CanvasObject {
		rest := NewField(FieldSpec{Label: "Rest"})
		rest.SetText("a.okafor")
		focus := NewField(FieldSpec{Label: "Focus", Optional: testWords.Optional})
		focus.SetText("a.okafor")
		focus.input.FocusGained()
		problem := NewField(FieldSpec{Label: "Problem"})
		problem.SetText("a. okafor")
		problem.SetProblem("An account name has no spaces")
		disabled := NewField(FieldSpec{Label: "Disabled", Help: "The first root account keeps its name"})
		disabled.SetText("root")
		disabled.Disable()
		empty := NewField(FieldSpec{Label: "Reason to unlock", Placeholder: "For example: called from the gate", Help: "Kept in the log"})
		secret := NewPasswordField(PasswordSpec{Field: FieldSpec{Label: "Current password"}, Words: testWords})
		secret.SetText("ferry-Quilt-88")
		generate := NewButton(ButtonSpec{Text: "Generate password", Icon: IconMagic, Kind: Low, Row: true})
		fresh := NewPasswordField(PasswordSpec{Field: FieldSpec{Label: "New password", LabelAction: generate}, Words: testWords, OnCopy: func() {}})
		fresh.SetText("okafor-Orbit-43-plinth")
		fresh.SetRevealed(true)
		fresh.SetProblem("Leave out “okafor”: it is part of your name")
		caps := NewPasswordField(PasswordSpec{Field: FieldSpec{Label: "Confirm password"}, Words: testWords})
		caps.SetText("FERRY")
		caps.noteCaps(true)
		folder := NewField(FieldSpec{Label: "Data folder", Mono: true})
		folder.SetText("/var/lib/gatehouse")
		pick := NewSelect(SelectSpec{Label: "Time zone", Options: []Choice{{"a", "Europe/London (now 14:32)"}}, Selected: "a"})
		search := NewSearchBox(SearchSpec{Placeholder: "Search accounts, events, settings", KeyHint: "Ctrl K", Words: testWords})
		left := VBox(GapFields, rest, problem, empty, fresh, folder)
		right := VBox(GapFields, focus, disabled, secret, caps, pick, search)
		return TopHBox(Gap24, FixedWidth(284, left), FixedWidth(284, right))
	})
}

func TestChoicesLook(t *testing.T) {
	pictures(t, "choices", 640, 520, func() fyne.CanvasObject {
		some, focus, fixed := NewCheck(CheckSpec{Text: "Some"}), NewCheck(CheckSpec{Text: "Focus", Checked: true}), NewCheck(CheckSpec{Text: "Fixed by policy", Checked: true})
		some.SetPartial()
		focus.focused = true
		fixed.Disable()
		on, ring, disabled := NewToggle(ToggleSpec{Words: testWords, On: true}), NewToggle(ToggleSpec{Words: testWords}), NewToggle(ToggleSpec{Words: testWords, On: true})
		ring.focused = true
		disabled.Disable()
		locked, all, expiring, inactive := NewChip(ChipSpec{Text: "Locked", Icon: IconLock}), NewChip(ChipSpec{Text: "All", Selected: true}),
			NewChip(ChipSpec{Text: "Expiring", Icon: IconCalendarAlert}), NewChip(ChipSpec{Text: "Inactive", Icon: IconSleep})
		locked.SetCount(3, "3")
		expiring.SetCount(12, "12")
		expiring.FocusGained()
		inactive.SetCount(0, "0")
		radios := NewOptionGroup(OptionSpec{Options: []Option{{ID: "a", Title: "Not chosen"}, {ID: "b", Title: "Chosen"}}, Selected: "b"})
		return VBox(Gap16,
			HBox(Gap16, NewCheck(CheckSpec{Text: "Off"}), NewCheck(CheckSpec{Text: "On", Checked: true}), some, focus, fixed),
			NewCheck(CheckSpec{Text: "Sign out of all other devices", Caption: "2 devices: okafor-mbp and relay-02. They need the new password to come back.", Checked: true}),
			HBox(Gap24, FixedWidth(160, radios), NewToggle(ToggleSpec{Words: testWords}), on, ring, disabled),
			HBox(Gap12, locked, all, expiring, inactive),
			FixedWidth(470, passkeyCards()))
	})
}

// passkeyCards is the chooser of the design's fourth picture, with one option that cannot be had.
func passkeyCards() *OptionGroup {
	g := NewOptionGroup(OptionSpec{Cards: true, Selected: "key", Options: []Option{
		{ID: "key", Icon: IconSecurityKey, Title: "Security key", Caption: "A key you plug in or tap, for example a YubiKey"},
		{ID: "device", Icon: IconLaptop, Title: "This device", Caption: "Your face, finger or PIN", Disabled: true, Reason: "This computer has no such reader"},
		{ID: "phone", Icon: IconPhone, Title: "iPhone, iPad, or Android device", Caption: "You scan a code with its camera", Note: []Span{
			{Text: "Needs Bluetooth and internet", Bold: true, Colour: ColorAttention},
			{Text: " on the phone and on this computer. It cannot work while the site is offline."},
		}},
	}})
	g.FocusGained()
	return g
}
