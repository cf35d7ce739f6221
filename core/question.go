package core

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"gatehouse/core/password"
	"gatehouse/core/username"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A security question is asked after the right password, at each sign-in of an
// account whose policy says so (reference text 002). It is one more thing that
// somebody has to know, and never counts as two-step verification: NIST SP
// 800-63B-4 takes no answers that others can find out or guess (3.1.1.2).

// QuestionRecord is an account's stored security question.
type QuestionRecord struct {
	AccountID AccountID
	// Text is the question as its owner wrote or chose it.
	Text string
	// PHC is the argon2id hash of the answer, see answerSecret.
	PHC   string
	SetAt time.Time
	// SetBy is the account that set it, its own.
	SetBy AccountID
}

// Bounds of a security question, in code points. An answer is counted in the form
// that is compared.
const (
	maxQuestion = 120
	minAnswer   = 3
	maxAnswer   = 120
)

// SuggestedQuestions are questions to choose from. They ask for what is in no
// register and seldom told, and what does not change. They are short enough to be
// read in full in a narrow list.
func SuggestedQuestions() []Text {
	return []Text{
		say("What was the first meal you cooked?"),
		say("Who taught you to ride a bicycle?"),
		say("What was your first film in a cinema?"),
		say("What did you want to be as a child?"),
		say("Where did you meet your oldest friend?"),
		say("What did you buy with your first pay?"),
		say("Which book did you read most often?"),
	}
}

// foldAnswer is the form in which answers are compared: NFC, without case, with one
// space for any white space between words and none at the ends.
func foldAnswer(typed string) string {
	folded := norm.NFC.String(cases.Fold().String(norm.NFC.String(typed)))
	return strings.Join(strings.Fields(folded), " ")
}

// answerDomain keeps the digests of answers apart from others.
const answerDomain = "security answer"

// answerSecret is what is hashed of an answer: a digest under a key of the site, of
// the folded answer and whose it is. An answer is often one of a few thousand
// words, which a hash alone would not hide from somebody who has the store's file
// and not the site's key.
func (s *Site) answerSecret(id AccountID, folded string) (password.Password, error) {
	var e encoding
	e.number(int64(id))
	e.text(folded)
	return s.digestSecret(answerDomain, &e)
}

// readAnswer reads an answer that is given at a sign-in. What cannot be one is no
// guess and not counted.
func readAnswer(typed string) (string, error) {
	if len(typed) > password.MaxBytes {
		return "", problem(FieldAnswer, say("This is longer than any answer. Look at it and try again."))
	}
	folded := foldAnswer(typed)
	if folded == "" {
		return "", problem(FieldAnswer, say("Type your answer."))
	}
	return folded, nil
}

// newAnswer reads an answer that is set, to a question of an account. current is
// its password as it was typed, "" where it was not.
func (f *form) newAnswer(typed, question, current string, a Account) string {
	if len(typed) > password.MaxBytes {
		f.note(problem(FieldAnswer, say("Shorten this to {{.Max}} characters.", "Max", maxAnswer)))
		return ""
	}
	folded := foldAnswer(typed)
	length := utf8.RuneCountInString(folded)
	switch {
	case folded == "":
		f.note(problem(FieldAnswer, say("Type an answer.")))
	case username.Visible(folded) != folded:
		f.note(problem(FieldAnswer, say("There is an invisible or control character in it. Type it again by hand.")))
	case length < minAnswer:
		f.note(problem(FieldAnswer, say("Choose an answer of at least {{.Min}} characters.", "Min", minAnswer)))
	case length > maxAnswer:
		f.note(problem(FieldAnswer, say("Shorten this to {{.Max}} characters.", "Max", maxAnswer)))
	case bare(folded) == bare(foldAnswer(question)):
		f.note(problem(FieldAnswer, say("This is the question itself. Choose another answer.")))
	case folded == foldAnswer(a.Name) || folded == foldAnswer(a.Key):
		f.note(problem(FieldAnswer, say("This is the name of your account, which others know. Choose another answer.")))
	case current != "" && folded == foldAnswer(current):
		f.note(answerIsPassword())
	}
	return folded
}

// bare is a folded text without the marks at its end.
func bare(folded string) string { return strings.TrimRight(folded, "?!. ") }

// answerIsPassword is the problem of an answer that opens the account already.
func answerIsPassword() *Error {
	return problem(FieldAnswer, say("This is your password. Choose another answer, so that each is worth something."))
}

// questionOf reads an account's security question, the zero record for none.
func questionOf(tx Tx, id AccountID) (QuestionRecord, error) {
	stored, err := tx.Question(id)
	if err != nil && !isNotFound(err) {
		return QuestionRecord{}, fmt.Errorf("read a security question: %w", err)
	}
	return stored, nil
}

// set tells whether there is a question.
func (q QuestionRecord) set() bool { return q.PHC != "" }

// asks tells whether a sign-in asks a question that is set. The rules of a new site
// in the place of a policy that was altered do not spare anybody the question.
func (r ruling) asks() bool { return r.Complexity.RequireSecurityQuestion || r.altered }

// demands tells whether an account still has to set its question.
func (r ruling) demands(q QuestionRecord) bool {
	return r.Complexity.RequireSecurityQuestion && !q.set()
}
