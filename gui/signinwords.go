package gui

import (
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// The words of the own sign-in history. They speak to the owner of the account.

// signInLook is what a row of the history shows of a group.
type signInLook struct {
	tone      kit.Tone
	icon      kit.IconName
	bold      bool
	what, how string
}

// signInLook says what came of a group, and how.
func (a *App) signInLook(g signInGroup) signInLook {
	line := g.newest()
	look := signInLook{tone: kit.ToneDanger, icon: kit.IconCloseCircle, bold: true}
	switch line.Outcome {
	case core.OutcomeSignedIn:
		look = signInLook{tone: kit.ToneGood, icon: kit.IconCheckCircle, what: tr("Signed in"), how: provedWords(line.Method)}
	case core.OutcomeLetIn:
		look = signInLook{
			tone: kit.ToneGood, icon: kit.IconCheckCircle, what: tr("Let in"),
			how: trf("{{.How}}; something was to be set up first", "How", provedWords(line.Method)),
		}
	case core.OutcomeHalfWay:
		look.tone, look.icon, look.what, look.how = kit.ToneAttention, kit.IconAlertTriangle, tr("Stopped half way"), halfWords(line)
	case core.OutcomeWrong:
		look.what, look.how = triedWhat(line), triedHow(line)
	case core.OutcomeRefused:
		look.icon, look.what, look.how = kit.IconMinusCircle, tr("Refused"), refusedHow(line)
	case core.OutcomeLocked:
		look.icon = kit.IconLock
		look.what, look.how = lockLength(line), trn("After {{.N}} wrong tries", line.Failures)
	case core.OutcomeSignedOut:
		look = signInLook{tone: kit.ToneNeutral, icon: kit.IconSignOut, what: tr("Signed out"), how: ownEnd(core.EndReason(line.Reason))}
	default:
		look = signInLook{tone: kit.ToneNeutral, icon: kit.IconInfo, what: kit.Shown(string(line.Outcome))}
	}
	if g.count() > 1 {
		look.how = triesWords(g)
	}
	return a.marked(look, line)
}

// marked says of a line that is marked why, and that it was not the owner.
func (a *App) marked(look signInLook, line core.HistoryLine) signInLook {
	if len(line.Marks) == 0 {
		return look
	}
	look.how = dotted(look.how, markShort(line.Marks[0]))
	switch {
	case line.Answer == core.AnswerNotMe:
		look.tone, look.icon, look.bold = kit.ToneDanger, kit.IconAlertOctagon, true
		look.how = dotted(tr("Not you"), look.how)
	case line.Answer == core.AnswerNone && !line.Outcome.Bad():
		look.tone, look.icon, look.bold = kit.ToneAttention, kit.IconAlertTriangle, true
	}
	return look
}

// provedWords say what was proved: "Password and code".
func provedWords(method string) string {
	parts := strings.Split(method, " and ")
	said := provedFirst(parts[0])
	for i, part := range parts[1:] {
		if i < len(parts)-2 {
			said = trf("{{.First}}, {{.Second}}", "First", said, "Second", provedNext(part))
		} else {
			said = trf("{{.First}} and {{.Second}}", "First", said, "Second", provedNext(part))
		}
	}
	return said
}

// provedFirst is what was proved first, or alone.
func provedFirst(method string) string {
	switch method {
	case "password":
		return tr("Password")
	case "passkey":
		return tr("Passkey")
	case "code":
		return tr("Code")
	case "recovery code":
		return tr("Recovery code")
	case "code for emergencies":
		return tr("Code for emergencies")
	case "security question":
		return tr("New security question set")
	case "password change":
		return tr("New password set")
	case "two-step verification":
		return tr("Two-step verification set up")
	}
	return kit.Shown(method)
}

// provedNext is what was proved after that.
func provedNext(method string) string {
	switch method {
	case "code":
		return tr("code")
	case "passkey":
		return tr("passkey")
	case "recovery code":
		return tr("recovery code")
	case "code for emergencies":
		return tr("code for emergencies")
	case "security question":
		return tr("security question")
	}
	return kit.Shown(method)
}

// halfWords say where a sign-in stopped that did not go on.
func halfWords(line core.HistoryLine) string {
	switch core.Step(line.Reason) {
	case core.StepTwoStep:
		return tr("Right password, then no code")
	case core.StepAnswer:
		return tr("Right so far, then no answer")
	}
	return tr("Right password, then nothing")
}

// triedWhat says what was wrong.
func triedWhat(line core.HistoryLine) string {
	switch line.Method {
	case "code":
		return tr("Wrong code")
	case "answer":
		return tr("Wrong answer")
	case "passkey":
		return tr("Passkey not taken")
	}
	return tr("Wrong password")
}

// triedHow says what a try was for, and what else is known of it.
func triedHow(line core.HistoryLine) string {
	if line.Reason == "passkeys only" {
		return tr("Only passkeys sign you in")
	}
	switch line.Method {
	case "unlock":
		return tr("To unlock the window")
	case "change":
		return tr("To change the password")
	case "question":
		return tr("To change the security question")
	case "passkey change":
		return tr("To change passkeys")
	case "two-step set-up", "two-step change":
		return tr("To change two-step verification")
	case "code for emergencies":
		return tr("To make a code for emergencies")
	case "clock":
		return tr("To confirm the date")
	case "code", "answer":
		return tr("After the right password")
	}
	return tr("1 try")
}

// refusedHow says why it did not matter what was given.
func refusedHow(line core.HistoryLine) string {
	switch line.Reason {
	case "locked":
		return tr("While your account was locked")
	case "cloned":
		return tr("The passkey may have been copied")
	case string(core.ReasonExpired):
		return tr("The password had expired")
	case string(core.EndAccessRule):
		return tr("By a rule of the site")
	case "source_blocked":
		return tr("Too many tries from there")
	}
	return kit.Shown(line.Reason)
}

// triesWords count the tries of a group, and say how long they took.
func triesWords(g signInGroup) string {
	count := numberWords(g.count())
	if g.open {
		count = trf("{{.Count}} or more", "Count", count)
	}
	took := g.newest().At.Sub(g.oldest().At)
	if took < time.Minute {
		return trf("{{.Count}} tries within a minute", "Count", count)
	}
	return trn("{{.Count}} tries in {{.N}} minutes", begun(took, time.Minute), "Count", count)
}

// lockLength says how long an account was locked.
func lockLength(line core.HistoryLine) string {
	until, err := time.Parse(time.RFC3339, line.Reason)
	if err != nil {
		return tr("Locked until unlocked")
	}
	length := until.Sub(line.At)
	if length > 2*time.Hour {
		return trn("Locked {{.N}} hours", begun(length, time.Hour))
	}
	return trn("Locked {{.N}} minutes", begun(length, time.Minute))
}

// signInWhere is where a line came from, in a narrow column.
func signInWhere(line core.HistoryLine) string {
	switch {
	case line.Place != "":
		return kit.Shown(line.Place)
	case line.Device.Address != "":
		return kit.Shown(line.Device.Address)
	}
	return hostWords(line.Device)
}

// historySpec is the row of a group.
func (a *App) historySpec(g signInGroup) kit.HistorySpec {
	look, line := a.signInLook(g), g.newest()
	return kit.HistorySpec{
		Tone: look.tone, Icon: look.icon, What: look.what, Bold: look.bold, How: look.how,
		When: a.shortMoment(line.At), Where: signInWhere(line),
	}
}
