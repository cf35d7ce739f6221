package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// policyWords names the policy that the rules are of and says why it holds; ""
// for the site's own, of which people need not know that there are others.
func (p *securityPage) policyWords() string {
	held := p.own.Policy
	if held.ID == core.DefaultPolicy || held.Name == "" {
		return ""
	}
	return trf("Policy “{{.Name}}”. {{.Why}}", "Name", kit.Shown(held.Name), "Why", words(held.Why))
}

// expiryState is the mark in the password's row when it is time to change it.
func (p *securityPage) expiryState() fyne.CanvasObject {
	switch {
	case p.own.Leaked:
		return kit.NewState(kit.ToneDanger, "", tr("Leaked"))
	case !p.own.Warn && p.own.SetByOther:
		// Whoever has set it knows it.
		return kit.NewState(kit.ToneAttention, "", tr("Choose your own"))
	case !p.own.Warn:
		return nil
	case p.own.DaysLeft <= 0:
		return kit.NewState(kit.ToneDanger, "", tr("Expired"))
	case p.own.DaysLeft == 1:
		return kit.NewState(kit.ToneAttention, "", tr("Until tomorrow"))
	}
	return kit.NewState(kit.ToneAttention, "", trn("{{.N}} days left", p.own.DaysLeft))
}

// paintExpiry tells in good time that the password expires, or that it has leaked,
// which does not wait. While the form is open it has said what it is for.
func (p *securityPage) paintExpiry() {
	if !p.own.Warn && !p.own.Leaked || p.panel != nil {
		p.expiry.Hide()
		return
	}
	date := p.app.dateWords(p.own.ExpiresAt)
	spec := kit.NoticeSpec{
		Tone: kit.ToneAttention, Text: tr("Choose a new one before then."),
		Action: kit.NewButton(kit.ButtonSpec{Text: tr("Change password"), Row: true, Kind: kit.Primary, Act: p.openPanel}),
	}
	switch {
	case p.own.Leaked:
		spec.Tone = kit.ToneDanger
		spec.Lead, spec.Text = tr("Your password is common or has leaked."), tr("Others may try it. Choose another one now.")
	case p.own.DaysLeft <= 0:
		spec.Tone = kit.ToneDanger
		spec.Lead, spec.Text = tr("Your password has expired."), tr("Choose a new one now; the next sign-in asks for it.")
	case p.own.DaysLeft == 1:
		spec.Lead = trf("Your password expires tomorrow, on {{.Date}}.", "Date", date)
	default:
		spec.Lead = trn("Your password expires in {{.N}} days, on {{.Date}}.", p.own.DaysLeft, "Date", date)
	}
	p.expiry.Set(spec)
	p.expiry.Show()
}
