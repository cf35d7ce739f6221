package command

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"gatehouse/core"
	"gatehouse/core/password/breach"
	"gatehouse/core/policy"
)

// policyCheck judges a password.
type policyCheck struct {
	policySource
	Username string `placeholder:"U" help:"Name of the account that the password is for."`
	FullName string `placeholder:"N" help:"Its full name."`
	Mail     string `placeholder:"M" help:"Its mail address."`
	TwoStep  bool   `help:"Its two-step verification is on."`
	List     string `placeholder:"FILE" help:"A list of leaked passwords, for a policy that refuses them. See: breached build."`
}

// judged is the answer of policy check.
type judged struct {
	// Violations are the rules that are not met, Rules all of them.
	Violations []judgedRule `json:"violations"`
	Rules      []judgedRule `json:"rules"`
}

// judgedRule is one rule of a verdict.
type judgedRule struct {
	// Rule is the name of the field.
	Rule string `json:"rule"`
	// State is "met", "not_met", "not_yet" (there is no password to judge) or
	// "on_save" (only a site can tell).
	State  policy.State `json:"state"`
	Limit  *int         `json:"limit,omitempty"`
	Actual *int         `json:"actual,omitempty"`
	// Message says what to do, or the rule where it is met.
	Message string `json:"message"`
}

// Run is called by kong.
func (k *policyCheck) Run(c *console) error {
	c.labels = map[string]string{fieldFile: "--file"}
	p, err := k.read()
	if err != nil {
		return err
	}
	if k.List != "" && p.Complexity.Breached != policy.BreachedRefuse {
		return wrongUse(fieldList, "This policy does not refuse leaked passwords. Leave the list out, or add: --set 'breached=\"refuse\"'")
	}
	typed, err := c.in.all()
	if err != nil {
		return err
	}
	who := policy.Subject{Name: k.Username, FullName: k.FullName, Mail: k.Mail, TwoStep: k.TwoStep}
	if k.List != "" {
		if who.Breached, err = k.leaked(c, typed); err != nil {
			return err
		}
	}
	judgement := core.NewPolicyJudge("", p).New(typed, who)
	return c.showJudged(judgement.Verdict)
}

// leaked tells whether a password is on the list. Of what cannot be a password
// nothing is told; the verdict refuses it anyway.
func (k *policyCheck) leaked(c *console, typed string) (*bool, error) {
	c.labels = map[string]string{fieldFile: "--list"}
	var found *bool
	_, err := withList(k.List, func(list *breach.List) error {
		on, err := lookUp(list, typed)
		if r, ok := errors.AsType[*refusal](err); ok && r.field == core.FieldPassword {
			return nil
		}
		found = &on
		return err
	})
	return found, err
}

// showJudged prints a verdict.
func (c *console) showJudged(v policy.Verdict) error {
	answer := judged{Violations: []judgedRule{}, Rules: []judgedRule{}}
	var lines []string
	for _, rule := range v.Rules {
		one := wordRule(rule)
		answer.Rules = append(answer.Rules, one)
		if rule.State == policy.NotMet {
			answer.Violations = append(answer.Violations, one)
		}
		lines = append(lines, fmt.Sprintf("%-8s %s", marks[rule.State], one.Message))
	}
	if !v.OK && len(answer.Violations) == 0 {
		answer.Violations = append(answer.Violations, judgedRule{
			Rule: core.FieldPassword, State: policy.NotMet, Message: "This cannot be a password: it is empty, blank, too long or no text.",
		})
		lines = append(lines, "no       "+answer.Violations[0].Message)
	}
	return c.answer(v.OK, answer, lines...)
}

// marks are the states for people.
var marks = map[policy.State]string{policy.Met: "yes", policy.NotMet: "no", policy.NotYet: "–", policy.OnSave: "later"}

// wordRule words one rule.
func wordRule(r policy.Rule) judgedRule {
	one := judgedRule{Rule: r.Name, State: r.State, Limit: r.Limit.Ptr(), Actual: r.Actual.Ptr(), Message: r.Text().String()}
	if r.State == policy.NotMet {
		one.Message = sentence(r.Advice().String())
	}
	return one
}

// all reads standard input to its end, less one final line end, LF or CRLF.
func (i *input) all() (string, error) {
	if i.terminal != nil {
		return i.ask("Password to judge", core.FieldPassword)
	}
	text, err := io.ReadAll(io.LimitReader(i.lines, maxLine+2))
	defer clear(text)
	if err != nil {
		return "", errors.Join(fmt.Errorf("read standard input: %w", err))
	}
	if len(text) > maxLine+1 {
		return "", tooLong(core.FieldPassword)
	}
	line, ended := strings.CutSuffix(string(text), "\n")
	if ended {
		line = strings.TrimSuffix(line, "\r")
	}
	return line, nil
}
