package core_test

import (
	"testing"

	"gatehouse/core"
)

func TestChangePassword(t *testing.T) {
	b := newBed(t)
	here, there := b.root(), b.root()
	done, err := b.site.ChangePassword(t.Context(), here, core.OwnChange{
		Current: rootPassword, New: memberPassword, Confirm: memberPassword, EndOthers: true,
	})
	must(t, err)
	if done.Ended != 1 {
		t.Errorf("%d other sessions ended, want 1", done.Ended)
	}
	must(t, b.site.Alive(t.Context(), done.Token))
	wantCode(t, b.site.Alive(t.Context(), here), core.CodeSession)
	wantCode(t, b.site.Alive(t.Context(), there), core.CodeSession)
	_, _, err = b.try("ada", rootPassword)
	wantCode(t, err, core.CodeSignIn)
	b.in("ada", memberPassword)
	own, err := b.site.Me(t.Context(), done.Token)
	must(t, err)
	if len(own.Notices) != 1 || own.Notices[0].Kind != core.NoticePasswordChanged {
		t.Errorf("told %+v", own.Notices)
	}
}

func TestChangePasswordKeepsOthers(t *testing.T) {
	b := newBed(t)
	here, there := b.root(), b.root()
	done, err := b.site.ChangePassword(t.Context(), here, core.OwnChange{Current: rootPassword, New: memberPassword, Confirm: memberPassword})
	must(t, err)
	if done.Ended != 0 {
		t.Errorf("%d ended", done.Ended)
	}
	must(t, b.site.Alive(t.Context(), there))
}

// All problems of the form come at once, in its order, and change nothing.
func TestChangePasswordProblems(t *testing.T) {
	b := newBed(t)
	token := b.root()
	tests := map[string]struct {
		change core.OwnChange
		fields []string
	}{
		"all empty":       {core.OwnChange{}, []string{core.FieldCurrent, core.FieldNew}},
		"no current":      {core.OwnChange{New: memberPassword, Confirm: memberPassword}, []string{core.FieldCurrent}},
		"short":           {core.OwnChange{Current: rootPassword, New: "short", Confirm: "short"}, []string{core.FieldNew}},
		"blank":           {core.OwnChange{Current: rootPassword, New: "                  ", Confirm: "                  "}, []string{core.FieldNew}},
		"not the same":    {core.OwnChange{Current: rootPassword, New: memberPassword, Confirm: memberPassword + "!"}, []string{core.FieldConfirm}},
		"no confirmation": {core.OwnChange{Current: rootPassword, New: memberPassword}, []string{core.FieldConfirm}},
		"short and other": {core.OwnChange{Current: rootPassword, New: "short", Confirm: "other"}, []string{core.FieldNew, core.FieldConfirm}},
		"the same again":  {core.OwnChange{Current: rootPassword, New: rootPassword, Confirm: rootPassword}, []string{core.FieldNew}},
		"own name":        {core.OwnChange{Current: rootPassword, New: "the words of ADA here", Confirm: "the words of ADA here"}, []string{core.FieldNew}},
		"a part of it":    {core.OwnChange{Current: rootPassword, New: "the king of the hill", Confirm: "the king of the hill"}, []string{core.FieldNew}},
	}
	before := len(b.events(1))
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := b.site.ChangePassword(t.Context(), token, tt.change)
			wantFields(t, err, tt.fields...)
			must(t, b.site.Alive(t.Context(), token))
		})
	}
	if after := len(b.events(1)); after != before {
		t.Errorf("%d lines were written", after-before)
	}
	b.root()
}

// Two forms of one password are the same in the confirmation, too.
func TestConfirmInAnotherForm(t *testing.T) {
	b := newBed(t)
	_, err := b.site.ChangePassword(t.Context(), b.root(), core.OwnChange{
		Current: rootPassword, New: "fünfzehn Zeichen lang", Confirm: "fu\u0308nfzehn Zeichen lang",
	})
	must(t, err)
	b.in("ada", "fünfzehn Zeichen lang")
}

// A change that was overtaken by a reset does not undo it.
func TestChangeOvertaken(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	token := b.in("ben", memberPassword)
	_, err := b.site.ResetPassword(t.Context(), root, id)
	must(t, err)
	_, err = b.site.ChangePassword(t.Context(), token, core.OwnChange{Current: memberPassword, New: rootPassword, Confirm: rootPassword})
	wantCode(t, err, core.CodeSession)
	_, _, err = b.try("ben", rootPassword)
	wantCode(t, err, core.CodeSignIn)
}
