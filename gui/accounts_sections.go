package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/gui/kit"
)

// password is the section of the password.
func (d *accountDrawer) password() fyne.CanvasObject {
	head := kit.HBox(kit.Gap8, kit.Grow(kit.BoldText(tr("Password")).Shrinking()), d.reset)
	section := kit.VBox(kit.Gap4, kit.MinHeight(kit.HeightRowControl, head), kit.CaptionText(d.app.passwordWords(d.view)).Wrapped())
	if d.view.PasswordSetAt.IsZero() {
		return section
	}
	for _, more := range []string{demandWords(d.view), seenWords(d.view)} {
		if more != "" {
			section.Add(kit.CaptionText(more).Wrapped())
		}
	}
	section.Add(kit.CaptionText(d.app.expiryWords(d.view.ExpiresAt)).Wrapped())
	if d.ask.Visible() || d.expiry.Visible() {
		// The words of the buttons stand below those above them.
		section.Add(kit.Inset(0, 0, 0, -buttonPad, kit.HBox(0, d.ask, d.expiry)))
	}
	return section
}

// buttonPad is the space left of the words in a button of row size.
const buttonPad = 8

// policy is the section of the policy that holds, and why.
func (d *accountDrawer) policy() fyne.CanvasObject {
	head := kit.HBox(kit.Gap8, kit.Grow(kit.BoldText(trf("Policy: {{.Name}}", "Name", kit.Shown(d.view.Policy.Name))).Shrinking()), d.assign)
	return kit.VBox(kit.Gap4, kit.MinHeight(kit.HeightRowControl, head), kit.CaptionText(words(d.view.Policy.Why)).Wrapped())
}

// details are the plain facts.
func (d *accountDrawer) details() fyne.CanvasObject {
	mail := d.view.Mail
	if mail == "" {
		mail = noDate
	}
	return kit.VBox(kit.Gap8, kit.BoldText(tr("Details")).Shrinking(),
		detailLine(tr("Mail"), mail),
		detailLine(tr("Last sign-in"), d.app.whenWords(d.view.LastSignInAt)),
		detailLine(tr("Added"), d.app.whenWords(d.view.CreatedAt)),
	)
}

// detailLine is a fact: its name at the left, its value at the right.
func detailLine(name, value string) fyne.CanvasObject {
	words := kit.NewText(kit.TextSpec{Text: value, Size: kit.SizeCaption, Align: fyne.TextAlignTrailing, Shrink: true})
	return kit.HBox(kit.Gap16, kit.CaptionText(name), kit.Grow(words))
}
