package storage

import "gatehouse/core"

// Question reads the security question of an account.
func (t *tx) Question(id core.AccountID) (core.QuestionRecord, error) {
	const text = "SELECT account_id, question, phc, set_at, set_by FROM security_questions WHERE account_id = $1"
	var q core.QuestionRecord
	err := t.row(text, args{int64(id)}, &q.AccountID, &q.Text, &q.PHC, at(&q.SetAt), &q.SetBy)
	return q, err
}

// PutQuestion sets the security question of an account.
func (t *tx) PutQuestion(q core.QuestionRecord) error {
	const text = `
INSERT INTO security_questions (account_id, question, phc, set_at, set_by)
SELECT id, $2, $3, $4, $5` + living + `
ON CONFLICT (account_id) DO UPDATE SET
    question = excluded.question, phc = excluded.phc, set_at = excluded.set_at, set_by = excluded.set_by`
	return t.one(core.ErrNotFound, text, int64(q.AccountID), q.Text, q.PHC, millis(q.SetAt), int64(q.SetBy))
}

// DeleteQuestion takes the security question of an account away.
func (t *tx) DeleteQuestion(id core.AccountID) error {
	return t.one(core.ErrNotFound, "DELETE FROM security_questions WHERE account_id = $1", int64(id))
}
