package command

import (
	"errors"

	"gatehouse/core"
)

// questionCommands are the own security question.
type questionCommands struct {
	List    questionList    `cmd:"" help:"List questions to choose from."`
	Set     questionSet     `cmd:"" help:"Set your security question, or change it."`
	Remove  questionRemove  `cmd:"" help:"Take your security question away, where the policy asks for none any more."`
	Recover questionRecover `cmd:"" help:"With the recovery key: reset the question of a root account that has lost its answer."`
}

// changedQuestion is the answer of the commands that change a security question.
type changedQuestion struct {
	User string `json:"user"`
	// SignedOut counts the other devices that were signed out.
	SignedOut int `json:"signed_out_devices"`
}

// questionList lists questions to choose from.
type questionList struct{}

// questionsListed is the answer of question list.
type questionsListed struct {
	Questions []string `json:"questions"`
}

// Run is called by kong.
func (questionList) Run(c *console) error {
	var listed questionsListed
	for _, question := range core.SuggestedQuestions() {
		listed.Questions = append(listed.Questions, question.String())
	}
	return c.show(listed, listed.Questions...)
}

// questionSet sets the own security question.
type questionSet struct {
	As          string `required:"" placeholder:"NAME" help:"Your account. Standard input has its password, the answer to the former question if that is asked, then the new answer."`
	Question    string `required:"" placeholder:"TEXT" help:"The question, your own or one of question list."`
	KeepDevices bool   `help:"Leave your other devices signed in. Otherwise they are signed out."`
}

// Run is called by kong.
func (q *questionSet) Run(c *console) error {
	return c.onSite(func(site *core.Site) error {
		return c.signIn(site, q.As, "--as", func(flow *core.SignIn, current string) error {
			if flow.Step() == core.StepChangePassword {
				return mustChange(q.As)
			}
			answer, repeated, err := c.in.fresh("Answer to the question", core.FieldAnswer)
			if err != nil {
				return err
			}
			ended, err := q.set(c, site, flow, core.NewQuestion{
				Current: current, Question: q.Question, Answer: answer, Confirm: repeated, EndOthers: !q.KeepDevices,
			})
			if err != nil {
				return err
			}
			return c.show(changedQuestion{User: q.As, SignedOut: ended}, "The security question of "+q.As+" is set.")
		})
	})
}

// set sets the question in the step of the sign-in that asks for it, or in the
// session that has begun, and ends a session that took the place of the sign-in's.
func (q *questionSet) set(c *console, site *core.Site, flow *core.SignIn, question core.NewQuestion) (int, error) {
	if flow.Step() == core.StepSetQuestion {
		_, err := flow.SetQuestion(c.ctx, question)
		return 0, err
	}
	done, err := site.SetQuestion(c.ctx, flow.Token(), question)
	if err != nil {
		return 0, err
	}
	return done.Ended, site.SignOut(c.ctx, done.Token)
}

// questionRemove takes the own security question away.
type questionRemove struct {
	As string `required:"" placeholder:"NAME" help:"Your account. Its password is read from standard input."`
}

// Run is called by kong.
func (q *questionRemove) Run(c *console) error {
	return c.onSite(func(site *core.Site) error {
		return c.signIn(site, q.As, "--as", func(flow *core.SignIn, current string) error {
			if err := undone(flow, q.As); err != nil {
				return err
			}
			done, err := site.RemoveQuestion(c.ctx, flow.Token(), current)
			if err != nil {
				return err
			}
			if err := site.SignOut(c.ctx, done.Token); err != nil {
				return err
			}
			return c.show(changedQuestion{User: q.As}, "The security question of "+q.As+" is removed.")
		})
	})
}

// questionRecover resets the question of a root account by the recovery key.
type questionRecover struct {
	User string `required:"" placeholder:"NAME" help:"The root account. The recovery key is read from standard input."`
}

// Run is called by kong.
func (q *questionRecover) Run(c *console) error {
	store, _, err := c.openStore()
	if err != nil {
		return err
	}
	return errors.Join(q.forget(c, store), store.Close())
}

// forget reads the recovery key and resets the question.
func (q *questionRecover) forget(c *console, store core.Store) error {
	recovery, err := c.in.secret("Recovery key", core.FieldRecovery)
	if err != nil {
		return err
	}
	c.labels = map[string]string{core.FieldName: "--user"}
	if err := core.ForgetQuestion(c.ctx, store, recovery, q.User, core.Config{Log: c.log}); err != nil {
		return err
	}
	return c.show(changedQuestion{User: q.User},
		"The security question of "+q.User+" is reset. If the policy asks for one, it is set anew at the next sign-in.")
}
