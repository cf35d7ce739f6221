package command

import (
	"errors"
	"fmt"
	"math"
	"os"

	"gatehouse/core"
	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
)

// maxGenerated bounds --count.
const maxGenerated = 10_000

// passwordGenerate draws passwords.
type passwordGenerate struct {
	policySource
	User string `placeholder:"NAME" help:"By the policy of this account of the site, with its names; needs --as."`
	As   string `placeholder:"NAME" help:"Your account, for a site's policy: without --user your own. Standard input has its password."`

	Username string `placeholder:"U" help:"Name of the account that the password is for, without a site."`
	FullName string `placeholder:"N" help:"Its full name."`
	Mail     string `placeholder:"M" help:"Its mail address."`
	TwoStep  bool   `help:"Its two-step verification is on."`

	Count int `default:"1" placeholder:"N" help:"How many passwords, one a line."`
	generateWords
	generateCharacters
}

// generateWords are the options of passphrases.
type generateWords struct {
	Words     *int    `placeholder:"N" help:"Make passphrases of so many words."`
	Separator *string `placeholder:"S" help:"What stands between words."`
	Capitals  string  `placeholder:"WHICH" enum:",none,one,first" default:"" help:"Capitals: none, one of the words, or the first letter of every word."`
	Number    *bool   `negatable:"" help:"A number after one of the words."`
	List      string  `placeholder:"FILE" help:"Another list of words: one a line, or as thrown with dice."`
}

// generateCharacters are the options of single characters.
type generateCharacters struct {
	Length     *int   `placeholder:"N" help:"Make passwords of so many single characters."`
	Upper      *bool  `negatable:"" help:"A to Z."`
	Lower      *bool  `negatable:"" help:"a to z."`
	Digits     *bool  `negatable:"" help:"0 to 9."`
	Special    *bool  `negatable:"" help:"Special characters."`
	LookAlikes *bool  `negatable:"" help:"0 O 1 l I |; without them unless the policy needs them."`
	Exclude    string `placeholder:"CHARS" help:"Characters to leave out."`
}

// generated is the answer of password generate, an object a line.
type generated struct {
	Password string `json:"password"`
	// EntropyBits is the binary logarithm of how many there are, to a hundredth.
	EntropyBits float64 `json:"entropy_bits"`
	// LimitedBy is the field of the policy that narrows them most, null for none.
	LimitedBy *string `json:"limited_by"`
}

// wanted tells whether an option of passphrases is given.
func (g generateWords) wanted() bool {
	return g.Words != nil || g.Separator != nil || g.Capitals != "" || g.Number != nil || g.List != ""
}

// wanted tells whether an option of single characters is given.
func (g generateCharacters) wanted() bool {
	return g.Length != nil || g.Upper != nil || g.Lower != nil || g.Digits != nil || g.Special != nil || g.LookAlikes != nil || g.Exclude != ""
}

// Run is called by kong.
func (p *passwordGenerate) Run(c *console) error {
	c.labels = map[string]string{fieldFile: "--file"}
	if err := p.check(); err != nil {
		return err
	}
	list, err := p.list()
	if err != nil {
		return err
	}
	if p.As != "" {
		return actor{p.As}.act(c, func(site *core.Site, token core.Token) error {
			judge, who, err := p.judgeOn(c, site, token)
			if err != nil {
				return err
			}
			return p.draw(c, judge, who, list)
		})
	}
	rules, err := p.read()
	if err != nil {
		return err
	}
	who := policy.Subject{Name: p.Username, FullName: p.FullName, Mail: p.Mail, TwoStep: p.TwoStep}
	return p.draw(c, core.NewPolicyJudge("", rules), who, list)
}

// check refuses what does not go together.
func (p *passwordGenerate) check() error {
	without := p.Preset != "" || p.File != "" || len(p.Set) > 0 || p.Username != "" || p.FullName != "" || p.Mail != ""
	switch {
	case p.User != "" && p.As == "":
		return wrongUse(core.FieldName, "Give your own account, too: --as NAME.")
	case p.As != "" && without:
		return wrongUse(fieldPreset, "Give a policy with --preset or --file, or a site's account with --user and --as, not both.")
	case p.generateWords.wanted() && p.generateCharacters.wanted():
		return wrongUse("", "Choose words (--words, --separator, --capitals, --number, --list) or single characters (--length and what follows), not both.")
	case p.Count < 1 || p.Count > maxGenerated:
		return wrongUse(fieldCount, fmt.Sprintf("Choose from 1 to %d.", maxGenerated))
	}
	return nil
}

// list reads the list of words, nil for the usual one.
func (p *passwordGenerate) list() (*generate.List, error) {
	if p.List == "" {
		return nil, nil
	}
	file, err := os.Open(p.List)
	if err != nil {
		return nil, &refusal{code: core.CodeInput, field: fieldList, text: "This file cannot be read. Look at its name.", cause: err}
	}
	list, err := generate.ReadList(file)
	err = errors.Join(err, file.Close())
	if wrong, ok := errors.AsType[*generate.ListError](err); ok {
		return nil, &refusal{code: core.CodeInput, field: fieldList, text: sentence(wrong.Error()), cause: err}
	}
	if err != nil {
		return nil, &refusal{code: core.CodeInput, field: fieldList, text: "This file cannot be read.", cause: err}
	}
	return list, nil
}

// judgeOn finds the policy and the account on a site.
func (p *passwordGenerate) judgeOn(c *console, site *core.Site, token core.Token) (*core.Judge, policy.Subject, error) {
	own, err := site.Me(c.ctx, token)
	if err != nil {
		return nil, policy.Subject{}, err
	}
	id := own.ID
	if p.User != "" && p.User != own.Name {
		c.labels = map[string]string{core.FieldName: "--user"}
		view, err := site.AccountNamed(c.ctx, token, p.User)
		if err != nil {
			return nil, policy.Subject{}, err
		}
		id = view.ID
	}
	judge, who, err := site.JudgeFor(c.ctx, token, id)
	who.TwoStep = who.TwoStep || p.TwoStep
	return judge, who, err
}

// generator makes the generator that the flags ask for.
func (p *passwordGenerate) generator(judge *core.Judge, list *generate.List, twoStep bool) (*core.Generator, error) {
	fitting, err := judge.FittingGenerator(list, twoStep)
	if err != nil {
		return nil, err
	}
	switch {
	case p.generateWords.wanted():
		o := fitting.Options()
		if o.Kind != generate.Words {
			o = generate.Usual()
		}
		return judge.Generator(p.generateWords.options(o), list, twoStep)
	case p.generateCharacters.wanted():
		if fitting, err = judge.FittingCharacters(twoStep); err != nil {
			return nil, err
		}
		return judge.Generator(p.generateCharacters.options(fitting.Options()), list, twoStep)
	}
	return fitting, nil
}

// options puts the flags into options of passphrases.
func (g generateWords) options(o generate.Options) generate.Options {
	put(&o.Words, g.Words)
	put(&o.Separator, g.Separator)
	put(&o.Number, g.Number)
	if g.Capitals != "" {
		o.Capitals = policy.Capitals(g.Capitals)
	}
	return o
}

// options puts the flags into options of single characters.
func (g generateCharacters) options(o generate.Options) generate.Options {
	put(&o.Length, g.Length)
	put(&o.Upper, g.Upper)
	put(&o.Lower, g.Lower)
	put(&o.Digits, g.Digits)
	put(&o.Special, g.Special)
	if g.LookAlikes != nil {
		o.NoLookAlikes = !*g.LookAlikes
	}
	o.Exclude = g.Exclude
	return o
}

// put replaces a value where a flag gives another one.
func put[T any](into *T, flag *T) {
	if flag != nil {
		*into = *flag
	}
}

// draw draws and prints the passwords.
func (p *passwordGenerate) draw(c *console, judge *core.Judge, who policy.Subject, list *generate.List) error {
	c.labels = map[string]string{}
	for option, flag := range map[generate.Option]string{
		generate.OptionWords: "--words", generate.OptionSeparator: "--separator", generate.OptionCapitals: "--capitals",
		generate.OptionNumber: "--number", generate.OptionLength: "--length", generate.OptionExclude: "--exclude",
		generate.OptionList: "--list",
	} {
		c.labels[string(option)] = flag
	}
	g, err := p.generator(judge, list, who.TwoStep)
	if err != nil {
		return err
	}
	var limit *string
	if rule := g.Limit().Rule; c.json && rule != "" {
		limit = &rule
	}
	for range p.Count {
		drawn, err := g.Draw(who)
		if err != nil {
			return err
		}
		if c.json {
			err = c.object(true, generated{Password: drawn, EntropyBits: math.Round(g.Bits()*100) / 100, LimitedBy: limit})
		} else {
			err = c.write([]byte(drawn + "\n"))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
