package storetest

import (
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
)

func testQuestions(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	gone := named("gone")
	gone.State = core.StateDeleted
	gone = add(t, s, gone)
	first := core.QuestionRecord{AccountID: a.ID, Text: "Où?", PHC: "$argon2id$1", SetAt: noon, SetBy: a.ID}
	again := core.QuestionRecord{AccountID: a.ID, Text: "When?", PHC: "$argon2id$2", SetAt: noon.Add(time.Hour), SetBy: gone.ID}
	update(t, s, func(tx core.Tx) error {
		if _, err := tx.Question(a.ID); want(err, core.ErrNotFound) != nil {
			return fmt.Errorf("a question before there is one: %v", err)
		}
		return want(tx.DeleteQuestion(a.ID), core.ErrNotFound)
	})
	for _, wanted := range []core.QuestionRecord{first, again} {
		update(t, s, func(tx core.Tx) error { return tx.PutQuestion(wanted) })
		view(t, s, func(tx core.Tx) error {
			found, err := tx.Question(a.ID)
			if err != nil {
				return err
			}
			return same("question", found, wanted)
		})
	}
	update(t, s, func(tx core.Tx) error {
		for _, id := range []core.AccountID{gone.ID, 99} {
			wrong := first
			wrong.AccountID = id
			if err := want(tx.PutQuestion(wrong), core.ErrNotFound); err != nil {
				return err
			}
		}
		return nil
	})
	for what, spoil := range map[string]func(*core.QuestionRecord){
		"no question": func(q *core.QuestionRecord) { q.Text = "" }, "no hash": func(q *core.QuestionRecord) { q.PHC = "" },
		"nobody": func(q *core.QuestionRecord) { q.SetBy = 99 }, "no time": func(q *core.QuestionRecord) { q.SetAt = time.Time{} },
	} {
		wrong := first
		spoil(&wrong)
		if s.Update(t.Context(), func(tx core.Tx) error { return tx.PutQuestion(wrong) }) == nil {
			t.Errorf("a question with %s was stored", what)
		}
	}
	update(t, s, func(tx core.Tx) error {
		if err := tx.DeleteQuestion(a.ID); err != nil {
			return err
		}
		if _, err := tx.Question(a.ID); want(err, core.ErrNotFound) != nil {
			return fmt.Errorf("a question that was taken away: %v", err)
		}
		return tx.PutQuestion(first)
	})
	// Nothing of a person outlives the account.
	update(t, s, func(tx core.Tx) error {
		a.State = core.StateDeleted
		if err := tx.UpdateAccount(&a); err != nil {
			return err
		}
		_, err := tx.Question(a.ID)
		return want(err, core.ErrNotFound)
	})
}
